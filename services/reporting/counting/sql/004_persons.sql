-- Persons by month: in which months each was counted, and cells from which distinct persons add up;
-- see docs/decisions/0079. A scope is a selection that some indicator counts by persons.
CREATE FUNCTION create_model_004(name text) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
    EXECUTE format($ddl$
        -- The scopes that the tables below have all persons of. It is also their door: whoever adds
        -- to person_months locks it first.
        CREATE TABLE %1$I.person_scopes (scope text COLLATE "C" PRIMARY KEY);

        -- How many facts of a person there are in a month; regions are streets, or what is above.
        CREATE TABLE %1$I.person_months (
            scope   text COLLATE "C" NOT NULL,
            subject uuid NOT NULL,
            month   date NOT NULL,
            region  text COLLATE "C" NOT NULL,
            facts   integer NOT NULL,
            PRIMARY KEY (scope, subject, month, region)
        ) WITH (fillfactor = 80);

        -- How many persons were counted in a month whose last month before was `previous`, -infinity
        -- for none. `digits` is the level of the region. What was counted for a region above that
        -- level stands under its own code.
        CREATE TABLE %1$I.person_cells (
            digits   integer NOT NULL,
            scope    text COLLATE "C" NOT NULL,
            parent   text COLLATE "C" NOT NULL,
            region   text COLLATE "C" NOT NULL,
            month    date NOT NULL,
            previous date NOT NULL,
            persons  bigint NOT NULL,
            PRIMARY KEY (digits, scope, parent, region, month, previous)
        ) WITH (fillfactor = 80);

        -- What is to be added to both yet. While there is some, persons are read from the facts.
        CREATE TABLE %1$I.person_changes (
            scope   text COLLATE "C" NOT NULL,
            subject uuid NOT NULL,
            region  text COLLATE "C" NOT NULL,
            month   date NOT NULL,
            facts   integer NOT NULL
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
END
$function$;

SELECT create_model_004('live');

-- What an older version has left of a rebuild cannot be continued.
DROP SCHEMA IF EXISTS next CASCADE;
