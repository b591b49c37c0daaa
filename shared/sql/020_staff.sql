-- Workers, in the service of cases: one row each, as it stands; the name is in the vault.
CREATE TABLE workers (
    worker_id      uuid PRIMARY KEY,
    agency         text COLLATE "C" NOT NULL,
    region         text COLLATE "C" NOT NULL,
    employment     text COLLATE "C" NOT NULL,
    workstation_id uuid,
    joined_on      date NOT NULL,
    left_on        date,
    version        integer NOT NULL,
    changed_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX workers_agency ON workers (agency, worker_id);
