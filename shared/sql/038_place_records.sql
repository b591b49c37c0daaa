-- How many activities and uses there are at a place of prevention, and whether the place is void: so that
-- a place is not made void as something is recorded at it. Kept in the appends of all three.
CREATE TABLE place_records (
    place_id uuid PRIMARY KEY,
    records  integer NOT NULL,
    void     boolean NOT NULL DEFAULT false
);
INSERT INTO place_records (place_id, records)
SELECT place_id, sum(sessions + uses) FROM place_years GROUP BY place_id;
INSERT INTO place_records AS kept (place_id, records, void)
SELECT place_id, 0, true FROM places WHERE void
ON CONFLICT (place_id) DO UPDATE SET void = true;
