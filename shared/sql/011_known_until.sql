-- Until which day an agency that was asked for a test can read who the person is: 30 days after the
-- test is due; see services/cases/access_table.py. None without a day here, nor after it.
ALTER TABLE relations ADD until date;

-- What waits of before was due on any day at all; now it is within a year of the day it was asked on.
UPDATE relations AS asked SET until = 30 + least(
    (appointed.data ->> 'due_on')::date,
    ((appointed.data ->> 'occurred_on')::date + interval '1 year')::date
)
FROM events AS appointed
WHERE asked.relation = 'asked_for_test' AND asked.ended IS NULL
AND appointed.event_id = asked.subject AND appointed.type = 'cases.DrugTestAppointed.v1';
