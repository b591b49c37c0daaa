-- How many sessions a region has seen in a kind of place in a year; see services/outreach/coverage/.
-- Kept in the appends of sessions, taken back by their voids.
CREATE TABLE coverage_cells (
    year     integer NOT NULL,
    region   text COLLATE "C" NOT NULL,
    kind     text COLLATE "C" NOT NULL,
    sessions integer NOT NULL,
    PRIMARY KEY (year, region, kind)
);
INSERT INTO coverage_cells (year, region, kind, sessions)
SELECT extract(year FROM occurred_on)::integer, region, kind, count(*)
FROM outreach_records WHERE what = 'activity' AND NOT void
GROUP BY 1, 2, 3;

-- How many informants a community has, by its last count.
CREATE TABLE informants (
    region      text COLLATE "C" PRIMARY KEY,
    occurred_on date,
    number      integer NOT NULL,
    version     integer NOT NULL,
    changed_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
