-- What lists of activities filter by, in the service of outreach. A plan is a row of its own kind,
-- 'draft', until the activity is held, so that each list is read along its own part of the index.
-- `facts_version` is the event that what else there is to show stands in; `audiences` are codes with
-- a blank around each.
ALTER TABLE outreach_records
    ADD COLUMN state         text COLLATE "C" NOT NULL DEFAULT 'held',
    ADD COLUMN activity_kind text COLLATE "C",
    ADD COLUMN audiences     text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN occasion      text COLLATE "C",
    ADD COLUMN campaign      text COLLATE "C",
    ADD COLUMN place_id      uuid,
    ADD COLUMN attendance    integer,
    ADD COLUMN households    integer,
    ADD COLUMN recorder      text COLLATE "C",
    ADD COLUMN facts_version integer NOT NULL DEFAULT 1;
UPDATE outreach_records AS kept SET
    state = CASE WHEN kept.void THEN 'void' ELSE 'held' END,
    activity_kind = CASE kept.what WHEN 'activity' THEN 'session' END,
    occasion = written.data ->> 'occasion',
    attendance = (written.data ->> 'attendance')::integer,
    households = CASE kept.what WHEN 'activity' THEN 0 END,
    recorder = written.metadata ->> 'agency'
FROM events AS written
WHERE written.version = 1
    AND written.stream_id = kept.what || '-' || kept.record_id;

ANALYZE outreach_records;
