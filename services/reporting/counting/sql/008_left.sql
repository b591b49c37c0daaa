-- What large batches have left is found by its place and measure: while an import is counted, each
-- figure would else look at all that is left, and so would each page for the regions that there are.
-- See docs/benchmarks.md.
CREATE FUNCTION create_model_008(name text) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
    EXECUTE format($ddl$
        CREATE INDEX cell_changes_place ON %1$I.cell_changes (region, measure, day);
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
    PERFORM reporting.create_model_008(name);
END
$function$;

SELECT create_model_008('live');

-- What an older version has left of a rebuild cannot be continued.
DROP SCHEMA IF EXISTS next CASCADE;
