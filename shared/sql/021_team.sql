-- Members of support teams, in the service of cases: who serves whom, from when to when. Rows are
-- written in the append whose event begins or ends a membership; see services/cases/team_rows.py.
CREATE TABLE team_members (
    joining_id uuid PRIMARY KEY,
    case_id    uuid NOT NULL,
    role       text COLLATE "C" NOT NULL,
    agency     text COLLATE "C" NOT NULL,
    worker_id  uuid,
    joined_on  date NOT NULL,
    left_on    date
);
CREATE INDEX team_members_case ON team_members (case_id);
CREATE INDEX team_members_worker ON team_members (worker_id, case_id, left_on);

-- Agencies have parts of more than one sort besides their own cases; lists go along this index.
DROP INDEX relations_asked;
CREATE INDEX relations_parts ON relations (agency, begun_at, case_id)
    WHERE relation <> 'responsible' AND ended IS NULL;
