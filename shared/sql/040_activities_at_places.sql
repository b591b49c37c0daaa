-- What a place has seen in a year, trainings and meetings among it: all activities that were held there,
-- and who came. Kept in their appends, as sessions are.
ALTER TABLE place_years
    ADD COLUMN activities integer NOT NULL DEFAULT 0,
    ADD COLUMN attendance bigint NOT NULL DEFAULT 0;
INSERT INTO place_years AS kept (place_id, year, activities, attendance)
SELECT place_id, extract(year FROM occurred_on)::integer, count(*), sum(attendance)
FROM outreach_records
WHERE what = 'activity' AND NOT void AND place_id IS NOT NULL
GROUP BY 1, 2
ON CONFLICT (place_id, year) DO UPDATE SET
    activities = excluded.activities, attendance = excluded.attendance;
