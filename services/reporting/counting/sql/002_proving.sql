-- What the model keeps to be proved by. A new model is made by `create_model`, which calls a
-- function for each step since; the same function brings the live model up to date.
ALTER FUNCTION create_model(text) RENAME TO create_model_001;

CREATE FUNCTION create_model_002(name text) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
    EXECUTE format($ddl$
        -- The event at the version that a stream was counted up to; null: not known.
        ALTER TABLE %1$I.streams ADD COLUMN event_id uuid;

        -- The event just before the next offset, counted or not; null: not known.
        ALTER TABLE %1$I.offsets ADD COLUMN event_id uuid;

        -- Before a journal's cursor all is counted: every event recorded until `complete_until`.
        -- A cursor holds for one history of the journal's database, its `cluster`.
        ALTER TABLE %1$I.cursors
            ADD COLUMN cluster text,
            ADD COLUMN complete_until timestamptz;

        -- The code that a rebuild was begun by.
        ALTER TABLE %1$I.made_by ADD COLUMN software text;

        -- Events that came under a version that another event was counted at: one of the two is
        -- not in the journal. A rebuild counts the right one.
        CREATE TABLE %1$I.contradictions (
            stream_id  text COLLATE "C" NOT NULL,
            version    integer NOT NULL,
            event_id   uuid NOT NULL,
            noticed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (stream_id, version, event_id)
        );
    $ddl$, name);
END
$function$;

CREATE FUNCTION create_model(name text) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
    PERFORM reporting.create_model_001(name);
    PERFORM reporting.create_model_002(name);
END
$function$;

SELECT create_model_002('live');

-- What an older version has left of a rebuild cannot be continued.
DROP SCHEMA IF EXISTS next CASCADE;
