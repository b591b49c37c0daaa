-- A read model is one schema: `live` answers the reports, `next` is built beside it.
-- Every table has the same name in both; rebuild.py switches by renaming the schemas.
CREATE FUNCTION create_model(name text) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
    EXECUTE format($ddl$
        CREATE SCHEMA %1$I;

        -- How far each source was counted. Also the door of the model: whoever reads or
        -- writes it in more than one statement locks this table first, and so does a switch.
        CREATE TABLE %1$I.offsets (
            source      text NOT NULL,
            partition   integer NOT NULL,
            next_offset bigint NOT NULL,
            newest_at   timestamptz,
            counted_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (source, partition)
        );

        -- The version gate: up to which version each stream was counted.
        CREATE TABLE %1$I.streams (
            stream_id text COLLATE "C" PRIMARY KEY,
            version   integer NOT NULL
        ) WITH (fillfactor = 80);

        -- One row for each thing an event adds to a measure. A correction is a row with the
        -- opposite delta. Day -infinity: it has no known day and has always been so.
        CREATE TABLE %1$I.facts (
            measure     text COLLATE "C" NOT NULL,
            day         date NOT NULL,
            region      text COLLATE "C" NOT NULL,
            dims        text COLLATE "C" NOT NULL,
            delta       integer NOT NULL,
            subject     uuid,
            event_id    uuid NOT NULL,
            stream_id   text COLLATE "C" NOT NULL,
            version     integer NOT NULL,
            recorded_at timestamptz NOT NULL
        );

        -- The facts added up by month, for provinces, cities and counties. The parent stands
        -- first: a region's year is one range of the key, and so are its children's.
        CREATE TABLE %1$I.rollups (
            parent  text COLLATE "C" NOT NULL,
            region  text COLLATE "C" NOT NULL,
            measure text COLLATE "C" NOT NULL,
            month   date NOT NULL,
            dims    text COLLATE "C" NOT NULL,
            value   bigint NOT NULL,
            PRIMARY KEY (parent, region, measure, month, dims)
        ) WITH (fillfactor = 80);

        -- Events that could not be counted yet, and those that wait behind them.
        CREATE TABLE %1$I.parked (
            stream_id   text COLLATE "C" NOT NULL,
            version     integer NOT NULL,
            event_id    uuid NOT NULL,
            type        text NOT NULL,
            recorded_at timestamptz NOT NULL,
            data        text NOT NULL,
            reason      text NOT NULL,
            parked_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (stream_id, version)
        );

        -- How far a rebuild has read each journal.
        CREATE TABLE %1$I.cursors (
            source text PRIMARY KEY,
            cursor text,
            events bigint NOT NULL DEFAULT 0
        );

        -- The declarations of the measures that this model was made by.
        CREATE TABLE %1$I.made_by (
            declarations text NOT NULL,
            made_at      timestamptz NOT NULL DEFAULT clock_timestamp()
        );
    $ddl$, name);
END
$function$;

-- What a model needs to be read fast; a rebuild makes it last, which is cheaper. Two small
-- indexes, which PostgreSQL intersects, cost less to keep than one over all three columns.
CREATE FUNCTION index_model(name text) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
    EXECUTE format($ddl$
        CREATE INDEX facts_day ON %1$I.facts (measure, day);
        CREATE INDEX facts_region ON %1$I.facts (region);
    $ddl$, name);
END
$function$;

SELECT create_model('live');
SELECT index_model('live');
