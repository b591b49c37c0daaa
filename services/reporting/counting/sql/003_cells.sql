-- Cells: the facts added up by day, month and year for provinces, cities and counties, by month and
-- year for streets, by month for communities; see docs/decisions/0078. What lies between is read from
-- the facts, along one index that has all that a sum needs.

-- The regions that a fact counts for, from its province down to its own, each after its parent.
CREATE FUNCTION lineage(code text) RETURNS TABLE (parent text, region text, digits integer)
LANGUAGE sql IMMUTABLE AS $function$
    SELECT coalesce(lag(place) OVER (ORDER BY level), ''), place, level
    FROM (
        SELECT rpad(left(code, level), 12, '0') AS place, level
        FROM unnest(ARRAY[0, 2, 4, 6, 9], ARRAY[2, 4, 6, 9, 12]) AS own (above, level)
        WHERE ltrim(substr(code, above + 1, level - above), '0') <> ''
    ) AS named
$function$;

CREATE FUNCTION create_model_003(name text) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
    EXECUTE format($ddl$
        DROP TABLE %1$I.rollups;
        DROP INDEX IF EXISTS %1$I.facts_day, %1$I.facts_region;

        -- Cells. `day` is the first day of the period that `grain` names. The parent stands first:
        -- what a region's children have is one range of the key. Cells of zero may be left out.
        CREATE TABLE %1$I.rollups (
            parent  text COLLATE "C" NOT NULL,
            region  text COLLATE "C" NOT NULL,
            measure text COLLATE "C" NOT NULL,
            grain   text COLLATE "C" NOT NULL,
            day     date NOT NULL,
            dims    text COLLATE "C" NOT NULL,
            value   bigint NOT NULL
        ) WITH (fillfactor = 80);

        -- What is to be added to the cells yet: sums by day that large batches have left. Figures
        -- count it too.
        CREATE TABLE %1$I.cell_changes (
            region  text COLLATE "C" NOT NULL,
            measure text COLLATE "C" NOT NULL,
            day     date NOT NULL,
            dims    text COLLATE "C" NOT NULL,
            delta   bigint NOT NULL
        );

        -- Sums are read from the index alone where its pages are known to be visible to all.
        ALTER TABLE %1$I.facts SET (autovacuum_vacuum_insert_scale_factor = 0.02);
    $ddl$, name);
END
$function$;

CREATE OR REPLACE FUNCTION create_model(name text) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
    PERFORM reporting.create_model_001(name);
    PERFORM reporting.create_model_002(name);
    PERFORM reporting.create_model_003(name);
END
$function$;

-- What a model needs to be read and added to; a rebuild makes it last, which is cheaper. The time of
-- recording grows with the table, so that an index of a few pages finds what came after a moment.
CREATE OR REPLACE FUNCTION index_model(name text) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
    EXECUTE format($ddl$
        ALTER TABLE %1$I.rollups ADD PRIMARY KEY (parent, region, measure, grain, day, dims);
        CREATE INDEX facts_place ON %1$I.facts (region, measure, day) INCLUDE (dims, delta);
        CREATE INDEX facts_recorded ON %1$I.facts USING brin (recorded_at)
            WITH (pages_per_range = 32);
    $ddl$, name);
END
$function$;

-- Make the cells of a model that has none from its facts. Each step adds up what the one before made.
-- They lie in the order of their key, so that a range of it is a few pages.
CREATE FUNCTION fill_cells(name text) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
    SET LOCAL work_mem = '128MB';
    EXECUTE format($fill$
        CREATE TEMPORARY TABLE line AS
            SELECT own.region AS own, of.*
            FROM (SELECT DISTINCT region FROM %1$I.facts) AS own,
                LATERAL reporting.lineage(own.region) AS of;
        CREATE TEMPORARY TABLE county_day AS
            SELECT county.region, measure, day, dims, sum(delta)::bigint AS value
            FROM %1$I.facts
            JOIN (SELECT own, max(region) AS region FROM line WHERE digits <= 6 GROUP BY own)
                AS county ON county.own = facts.region
            GROUP BY 1, 2, 3, 4 HAVING sum(delta) <> 0;
        CREATE TEMPORARY TABLE own_month AS
            SELECT region, measure, date_trunc('month', day)::date AS day, dims,
                sum(delta)::bigint AS value
            FROM %1$I.facts WHERE substr(region, 7) <> '000000'
            GROUP BY 1, 2, 3, 4 HAVING sum(delta) <> 0;
        CREATE TEMPORARY TABLE county_line AS
            SELECT county.region AS own, of.*
            FROM (SELECT DISTINCT region FROM county_day) AS county,
                LATERAL reporting.lineage(county.region) AS of;
        ANALYZE line, county_day, own_month, county_line;

        INSERT INTO %1$I.rollups
            SELECT line.parent, line.region, measure, 'day', day, dims, sum(value)
            FROM county_day JOIN county_line AS line ON line.own = county_day.region
            GROUP BY 1, 2, 3, 5, 6 HAVING sum(value) <> 0 ORDER BY 1, 2, 3, 5, 6;
        INSERT INTO %1$I.rollups
            SELECT parent, region, measure, 'month', date_trunc('month', day), dims, sum(value)
            FROM %1$I.rollups GROUP BY 1, 2, 3, 5, 6 HAVING sum(value) <> 0
            ORDER BY 1, 2, 3, 5, 6;
        INSERT INTO %1$I.rollups
            SELECT line.parent, line.region, measure, 'month', day, dims, sum(value)
            FROM own_month JOIN line ON line.own = own_month.region AND line.digits > 6
            GROUP BY 1, 2, 3, 5, 6 HAVING sum(value) <> 0 ORDER BY 1, 2, 3, 5, 6;
        INSERT INTO %1$I.rollups
            SELECT parent, region, measure, 'year', date_trunc('year', day), dims, sum(value)
            FROM %1$I.rollups WHERE grain = 'month' AND substr(region, 10) = '000'
            GROUP BY 1, 2, 3, 5, 6 HAVING sum(value) <> 0 ORDER BY 1, 2, 3, 5, 6;

        DROP TABLE line, county_day, own_month, county_line;
    $fill$, name);
END
$function$;

SELECT create_model_003('live');
SELECT fill_cells('live');
SELECT index_model('live');

-- What an older version has left of a rebuild cannot be continued.
DROP SCHEMA IF EXISTS next CASCADE;
