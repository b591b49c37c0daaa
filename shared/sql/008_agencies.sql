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
-- One pass over the journal for all cases together, however many there are: never row by row, also
-- where the planner does not know yet how many these are.
SET LOCAL enable_nestloop = off;
SET LOCAL work_mem = '128MB';

INSERT INTO case_register (case_id, agency, region, kind, phase, workstation_id, registration_id,
    person_id, version, opened_at, changed_at)
WITH void AS MATERIALIZED (
    SELECT DISTINCT (data ->> 'entry_id')::uuid AS event_id FROM events
    WHERE type LIKE '%.EntryVoided.%'
), standing AS MATERIALIZED (
    SELECT stream_id, max(version) AS version, max(recorded_at) AS changed_at,
        bool_or(type = 'cases.ReportedIn.v1' AND void.event_id IS NULL) AS reported,
        bool_or(type = 'cases.AgreementSigned.v1' AND void.event_id IS NULL) AS agreed
    FROM events LEFT JOIN void USING (event_id)
    WHERE stream_id >= 'case-' AND stream_id < 'case.'
    GROUP BY stream_id
)
SELECT (opened.data ->> 'case_id')::uuid, opened.metadata ->> 'agency', opened.data ->> 'region',
    opened.data ->> 'kind',
    CASE
        WHEN void.event_id IS NOT NULL THEN 'opened_in_error'
        WHEN opened.data ->> 'kind' = 'at_large' OR opened.data ->> 'occurred_on' IS NULL
            THEN 'at_large'
        WHEN standing.agreed THEN 'agreed'
        WHEN standing.reported THEN 'reported'
        ELSE 'ordered'
    END,
    (opened.data ->> 'workstation_id')::uuid, (opened.data ->> 'client_id')::uuid,
    (opened.data ->> 'client_id')::uuid, standing.version, opened.recorded_at, standing.changed_at
FROM standing
JOIN events AS opened USING (stream_id)
LEFT JOIN void ON void.event_id = opened.event_id
WHERE opened.version = 1 AND opened.type = 'cases.CaseOpened.v1';

INSERT INTO relations (case_id, agency, relation, subject, begun, begun_at)
SELECT case_id, agency, 'responsible', case_id, 1, opened_at FROM case_register;

-- No registration that a file rests on can be withdrawn.
INSERT INTO claims (name, holder)
SELECT 'file-of:' || substr(name, length('open-case:') + 1), holder
FROM claims WHERE name LIKE 'open-case:%';

-- A registration is its agency's own; until now one stood for everyone who had the number. It stays
-- that of the agency that made it, as long as this knows the person by the present number, and of
-- the one whose open file rests on it. Every other agency registers the person anew.
CREATE TEMPORARY TABLE known ON COMMIT DROP AS
SELECT number.name AS number, number.holder AS client_id, registered.data ->> 'agency' AS agency,
    coalesce(corrected.item_id, number.holder) AS identity
FROM claims AS number
JOIN events AS registered ON registered.stream_id = 'client-' || number.holder
    AND registered.version = 1
LEFT JOIN (
    SELECT DISTINCT ON (stream_id) stream_id, data ->> 'item_id' AS item_id FROM events
    WHERE type = 'cases.PersonalDataCorrected.v1'
        AND (data -> 'fields')::jsonb ?| ARRAY['id_number', 'identity_document']
    ORDER BY stream_id, version DESC
) AS corrected ON corrected.stream_id = registered.stream_id
WHERE number.name LIKE 'id-number:%' OR number.name LIKE 'identity-document:%';

-- Whose file is open knows the person, whatever number was corrected since.
INSERT INTO claims (name, holder)
SELECT 'knows-client:' || client_id || CASE WHEN identity <> client_id THEN '@' || identity ELSE '' END
    || ':' || file.agency, client_id
FROM known JOIN case_register AS file
    ON file.registration_id = client_id::uuid AND file.phase <> 'opened_in_error'
ON CONFLICT (name) DO NOTHING;

INSERT INTO claims (name, holder)
SELECT 'registration:' || number || ':' || agency, client_id FROM known
WHERE identity = client_id OR EXISTS (
    SELECT FROM claims AS again
    WHERE again.name = 'knows-client:' || client_id || '@' || identity || ':' || agency
)
UNION
SELECT 'registration:' || known.number || ':' || file.agency, known.client_id
FROM known JOIN case_register AS file
    ON file.registration_id = known.client_id::uuid AND file.phase <> 'opened_in_error';

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
