-- What is due in each case, made from the journal by the policies; see services/cases/worklist/.
-- It is made anew beside the one that is read, as a generation of its own, and then switched to.
CREATE TABLE duty_generations (
    generation     integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    state          text NOT NULL DEFAULT 'building' CHECK (state IN ('building', 'live', 'old')),
    -- By which policies it is made, and by which software.
    policies       text NOT NULL,
    software       text NOT NULL,
    -- How often it was moved on: who read another number than stands here moves nothing.
    moves          bigint NOT NULL DEFAULT 0,
    moved_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- While it is made from the beginning: the last stream that it has. Then null.
    built_to       text COLLATE "C" DEFAULT '',
    -- The window that it follows the journal by, as the relay does.
    lo             pg_snapshot NOT NULL DEFAULT pg_current_snapshot(),
    hi             pg_snapshot NOT NULL DEFAULT pg_current_snapshot(),
    last_position  bigint NOT NULL DEFAULT 0,
    until_position bigint NOT NULL DEFAULT 0,
    events         bigint NOT NULL DEFAULT 0,
    -- All that was written up to this moment is in it.
    up_to          timestamptz,
    begun_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    live_at        timestamptz,
    -- Two rows change in one update; that there is one live one is asked at its end.
    CONSTRAINT one_live EXCLUDE (state WITH =) WHERE (state = 'live') DEFERRABLE
);
CREATE UNIQUE INDEX duty_generations_building ON duty_generations (state)
    WHERE state = 'building';

-- What duties need of each case; `check_on` is the first day on which the outcomes of its closed
-- windows may lack something. A parked case holds an event that this software could not read.
CREATE TABLE duty_cases (
    generation integer NOT NULL,
    case_id    uuid NOT NULL,
    version    integer NOT NULL,
    history    text,
    check_on   date,
    parked     text,
    PRIMARY KEY (generation, case_id)
);
CREATE INDEX duty_cases_check_on ON duty_cases (generation, check_on, case_id)
    WHERE check_on IS NOT NULL;

-- One row for each duty that is awaited. Nothing in it changes by time alone: whether it is due,
-- due soon or overdue follows from its days when it is read.
CREATE TABLE worklist (
    generation     integer NOT NULL,
    row_id         uuid NOT NULL GENERATED ALWAYS AS
        (md5(case_id::text || ' ' || duty || ' ' || coalesce(subject::text, '') || ' ' || to_whom)::uuid)
        STORED,
    case_id        uuid NOT NULL,
    duty           text COLLATE "C" NOT NULL,
    subject        uuid,
    to_whom        text COLLATE "C" NOT NULL DEFAULT '',
    since          date NOT NULL,
    until          date NOT NULL,
    soon_from      date NOT NULL,
    rule           text NOT NULL,
    region         text COLLATE "C" NOT NULL,
    county         text COLLATE "C" GENERATED ALWAYS AS (left(region, 6)) STORED,
    agency         text COLLATE "C" NOT NULL,
    workstation_id uuid,
    -- Where it stands in lists: by its end; crises before all others, as if a thousand years ago.
    listed_on      date NOT NULL GENERATED ALWAYS AS
        (CASE duty WHEN 'crisis_follow_up' THEN until - 365000 ELSE until END) STORED,
    PRIMARY KEY (generation, row_id)
);
CREATE INDEX worklist_case ON worklist (generation, case_id, listed_on, row_id);
CREATE INDEX worklist_agency ON worklist (generation, agency, listed_on, row_id);
CREATE INDEX worklist_county ON worklist (generation, county, listed_on, row_id);
CREATE INDEX worklist_workstation ON worklist (generation, workstation_id, listed_on, row_id)
    WHERE workstation_id IS NOT NULL;

CREATE VIEW live_worklist AS
SELECT * FROM worklist
WHERE generation = (SELECT generation FROM duty_generations WHERE state = 'live');
