-- What campaigns and places are called, by what each of their events says: facts have no names. The last
-- one that is known holds. A model of before has none until it is rebuilt.
CREATE FUNCTION create_model_007(name text) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
    EXECUTE format($ddl$
        CREATE TABLE %1$I.names (
            stream_id   text COLLATE "C" NOT NULL,
            version     integer NOT NULL,
            name        text NOT NULL,
            recorded_at timestamptz NOT NULL,
            PRIMARY KEY (stream_id, version)
        );
    $ddl$, name);
END
$function$;

CREATE OR REPLACE FUNCTION create_model(name text) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
    PERFORM reporting.create_model_001(name);
    PERFORM reporting.create_model_002(name);
    PERFORM reporting.create_model_003(name);
    PERFORM reporting.create_model_004(name);
    PERFORM reporting.create_model_007(name);
END
$function$;

SELECT create_model_007('live');

-- What an older version has left of a rebuild cannot be continued.
DROP SCHEMA IF EXISTS next CASCADE;
