-- Posts that were bought, in the service of cases: one row each, as it stands.
CREATE TABLE posts (
    post_id        uuid PRIMARY KEY,
    agency         text COLLATE "C" NOT NULL,
    provider       text COLLATE "C" NOT NULL,
    region         text COLLATE "C" NOT NULL,
    county         text COLLATE "C" GENERATED ALWAYS AS (left(region, 6)) STORED,
    bought_on      date NOT NULL,
    since          date NOT NULL,
    until          date NOT NULL,
    funds          text COLLATE "C" NOT NULL,
    year           integer NOT NULL,
    reference      text NOT NULL,
    workstation_id uuid,
    worker_id      uuid,
    ended_on       date,
    version        integer NOT NULL,
    changed_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX posts_agency ON posts (agency, bought_on, post_id);
CREATE INDEX posts_provider ON posts (provider, bought_on, post_id);
CREATE INDEX posts_county ON posts (county, bought_on, post_id);
CREATE INDEX posts_workstation ON posts (workstation_id) WHERE ended_on IS NULL;
