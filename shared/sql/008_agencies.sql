-- Which agency has which part in a case; see services/cases/register.py. Rows are written in the
-- append whose event begins or ends the part; `begun` and `ended` are versions of the case.
CREATE TABLE relations (
    case_id  uuid NOT NULL,
    agency   text COLLATE "C" NOT NULL,
    relation text COLLATE "C" NOT NULL,
    subject  uuid NOT NULL,
    begun    integer NOT NULL,
    begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended    integer,
    ended_at timestamptz,
    PRIMARY KEY (case_id, relation, subject, begun)
);
CREATE INDEX relations_agency ON relations (agency, case_id) WHERE ended IS NULL;

-- One row a case, as it stands: what access is decided by, and what lists filter by.
CREATE TABLE case_register (
    case_id         uuid PRIMARY KEY,
    agency          text COLLATE "C" NOT NULL,
    region          text COLLATE "C" NOT NULL,
    kind            text COLLATE "C" NOT NULL,
    phase           text COLLATE "C" NOT NULL,
    workstation_id  uuid,
    registration_id uuid NOT NULL,
    person_id       uuid,
    version         integer NOT NULL,
    opened_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- What was written before agencies had parts in a case: whoever opened it is responsible.
INSERT INTO case_register (case_id, agency, region, kind, phase, workstation_id, registration_id,
    person_id, version, opened_at, changed_at)
SELECT (opened.data ->> 'case_id')::uuid, opened.metadata ->> 'agency', opened.data ->> 'region',
    opened.data ->> 'kind',
    CASE
        WHEN is_void.entry_id IS NOT NULL THEN 'opened_in_error'
        WHEN opened.data ->> 'kind' = 'at_large' OR opened.data ->> 'occurred_on' IS NULL
            THEN 'at_large'
        WHEN 'cases.AgreementSigned.v1' = ANY (steps.taken) THEN 'agreed'
        WHEN 'cases.ReportedIn.v1' = ANY (steps.taken) THEN 'reported'
        ELSE 'ordered'
    END,
    (opened.data ->> 'workstation_id')::uuid, (opened.data ->> 'client_id')::uuid,
    (opened.data ->> 'client_id')::uuid, steps.version, opened.recorded_at, steps.changed_at
FROM events AS opened
LEFT JOIN (
    SELECT DISTINCT data ->> 'entry_id' AS entry_id FROM events WHERE type LIKE '%.EntryVoided.%'
) AS is_void ON is_void.entry_id = opened.event_id::text
CROSS JOIN LATERAL (
    SELECT max(entry.version) AS version, max(entry.recorded_at) AS changed_at,
        array_agg(entry.type) FILTER (WHERE NOT EXISTS (
            SELECT FROM events AS void WHERE void.type LIKE '%.EntryVoided.%'
            AND void.data ->> 'entry_id' = entry.event_id::text
        ) AND entry.type IN ('cases.ReportedIn.v1', 'cases.AgreementSigned.v1')) AS taken
    FROM events AS entry WHERE entry.stream_id = opened.stream_id
) AS steps
WHERE opened.type = 'cases.CaseOpened.v1';

INSERT INTO relations (case_id, agency, relation, subject, begun, begun_at)
SELECT (data ->> 'case_id')::uuid, metadata ->> 'agency', 'responsible',
    (data ->> 'case_id')::uuid, version, recorded_at
FROM events WHERE type = 'cases.CaseOpened.v1';

-- A registration is its agency's own; until now one stood for everyone who had the number.
INSERT INTO claims (name, holder)
SELECT 'registration:' || known.name || ':' || (registered.data ->> 'agency'), known.holder
FROM claims AS known
JOIN events AS registered
    ON registered.stream_id = 'client-' || known.holder AND registered.version = 1
WHERE known.name LIKE 'id-number:%' OR known.name LIKE 'identity-document:%';

-- No registration that a file rests on can be withdrawn.
INSERT INTO claims (name, holder)
SELECT 'file-of:' || substr(name, length('open-case:') + 1), holder
FROM claims WHERE name LIKE 'open-case:%';

-- Who asked, for whom and for what: reads of personal data, openings, searches.
ALTER TABLE vault_reads
    ALTER person_id DROP NOT NULL,
    ALTER item_id DROP NOT NULL,
    ADD what text NOT NULL DEFAULT 'personal_data',
    ADD case_id uuid,
    ADD jti text NOT NULL DEFAULT '',
    ADD acting_user text NOT NULL DEFAULT '';
CREATE INDEX vault_reads_agency ON vault_reads (agency, what, read_at);
CREATE INDEX vault_reads_person ON vault_reads (person_id, read_at);
CREATE INDEX vault_reads_case ON vault_reads (case_id, read_at) WHERE case_id IS NOT NULL;

-- The regions that an entry of the log is about, by their prefixes, with all that they lie in.
CREATE TABLE vault_read_regions (
    region  text COLLATE "C" NOT NULL,
    read_at timestamptz NOT NULL,
    read_id bigint NOT NULL,
    PRIMARY KEY (region, read_at, read_id)
);
INSERT INTO vault_read_regions (region, read_at, read_id)
SELECT DISTINCT left(file.region, length), entry.read_at, entry.read_id
FROM vault_reads AS entry JOIN case_register AS file ON file.registration_id = entry.person_id
CROSS JOIN unnest(ARRAY[2, 4, 6, 9, 12]) AS length;
