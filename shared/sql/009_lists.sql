-- What lists are read from, by an index each; see shared/lists/.
-- Every append to a case touches the first four indexes, so there are no more of them.
ALTER TABLE case_register
    ADD county text COLLATE "C" GENERATED ALWAYS AS (left(region, 6)) STORED;
CREATE INDEX case_register_county_opened ON case_register (county, opened_at, case_id);
CREATE INDEX case_register_county_changed ON case_register (county, changed_at, case_id);
CREATE INDEX case_register_agency_opened ON case_register (agency, opened_at, case_id);
CREATE INDEX case_register_agency_changed ON case_register (agency, changed_at, case_id);
-- Openings that wait to be confirmed: few at a time, among all cases of a county.
CREATE INDEX case_register_requested ON case_register (county, opened_at, case_id)
    WHERE phase = 'requested';
CREATE INDEX relations_asked ON relations (agency, begun_at, case_id)
    WHERE relation = 'asked_for_test' AND ended IS NULL;

-- The workstations, in the service of cases.
CREATE TABLE workstations (
    workstation_id uuid PRIMARY KEY,
    region         text COLLATE "C" NOT NULL,
    name           text NOT NULL,
    kind           text NOT NULL
);
CREATE INDEX workstations_region ON workstations (region, workstation_id);
INSERT INTO workstations (workstation_id, region, name, kind)
SELECT (data ->> 'workstation_id')::uuid, data ->> 'region', data ->> 'name',
    coalesce(data ->> 'kind', '')
FROM events WHERE type = 'cases.WorkstationRegistered.v1';

-- Prevention sessions and articles, in the service of outreach: one row each, as it stands. What
-- else there is to show stands in the first event of its stream.
CREATE TABLE outreach_records (
    record_id   uuid PRIMARY KEY,
    what        text COLLATE "C" NOT NULL,
    region      text COLLATE "C" NOT NULL,
    county      text COLLATE "C" GENERATED ALWAYS AS (left(region, 6)) STORED,
    occurred_on date NOT NULL,
    kind        text COLLATE "C" NOT NULL,
    void        boolean NOT NULL,
    version     integer NOT NULL,
    changed_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX outreach_records_occurred ON outreach_records (what, county, occurred_on, record_id);
CREATE INDEX outreach_records_changed ON outreach_records (what, county, changed_at, record_id);
INSERT INTO outreach_records
    (record_id, what, region, occurred_on, kind, void, version, changed_at)
SELECT coalesce(written.data ->> 'activity_id', written.data ->> 'publication_id')::uuid,
    CASE written.type WHEN 'outreach.SessionHeld.v1' THEN 'activity' ELSE 'publication' END,
    written.data ->> 'region', (written.data ->> 'occurred_on')::date,
    coalesce(written.data ->> 'place_kind', written.data ->> 'channel'),
    last.version > 1, last.version, last.recorded_at
FROM events AS written
CROSS JOIN LATERAL (
    SELECT version, recorded_at FROM events AS later
    WHERE later.stream_id = written.stream_id ORDER BY version DESC LIMIT 1
) AS last
WHERE written.type IN ('outreach.SessionHeld.v1', 'outreach.ArticlePublished.v1');

ANALYZE case_register, relations, workstations, outreach_records;
