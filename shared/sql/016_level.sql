-- The level of a case's last risk assessment, where it has one; see services/cases/register.py.
-- Lists filter by it along the indexes that they have: there is none more for each append to touch.
ALTER TABLE case_register ADD COLUMN level text COLLATE "C";

-- What was written before: of the assessments that count, the latest, as it was recorded last. One
-- pass over the journal for all cases together, as in 008.
SET LOCAL enable_nestloop = off;
SET LOCAL work_mem = '128MB';

UPDATE case_register SET level = last.level
FROM (
    SELECT DISTINCT ON (assessed.stream_id)
        (assessed.data ->> 'case_id')::uuid AS case_id, assessed.data ->> 'level' AS level
    FROM events AS assessed
    WHERE assessed.type = 'cases.RiskAssessed.v1'
    AND NOT EXISTS (
        SELECT FROM events AS void
        WHERE void.stream_id = assessed.stream_id AND void.type = 'cases.EntryVoided.v1'
        AND (void.data ->> 'entry_id')::uuid = assessed.event_id
    )
    ORDER BY assessed.stream_id, assessed.data ->> 'occurred_on' DESC, assessed.version DESC
) AS last
WHERE case_register.case_id = last.case_id AND case_register.phase <> 'opened_in_error';
