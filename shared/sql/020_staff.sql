-- Workers, in the service of cases: one row each, as it stands; the name is in the vault.
-- `user_key` is the keyed hash of the user that the agency's system names for the worker, `id_claim`
-- the claim of the ID number: neither can be read back. Both outlast the worker's leaving.
CREATE TABLE workers (
    worker_id      uuid PRIMARY KEY,
    agency         text COLLATE "C" NOT NULL,
    region         text COLLATE "C" NOT NULL,
    county         text COLLATE "C" GENERATED ALWAYS AS (left(region, 6)) STORED,
    employment     text COLLATE "C" NOT NULL,
    field          text COLLATE "C" NOT NULL DEFAULT 'community',
    unit           text NOT NULL DEFAULT '',
    workstation_id uuid,
    joined_on      date NOT NULL,
    left_on        date,
    name_item      uuid NOT NULL,
    user_key       text COLLATE "C",
    id_claim       text COLLATE "C",
    version        integer NOT NULL,
    changed_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX workers_agency ON workers (agency, joined_on, worker_id);
CREATE INDEX workers_county ON workers (county, joined_on, worker_id);
CREATE INDEX workers_user ON workers (agency, user_key) WHERE user_key IS NOT NULL;
CREATE INDEX workers_id_claim ON workers (agency, id_claim) WHERE id_claim IS NOT NULL;

CREATE TABLE worker_qualifications (
    qualification_id uuid PRIMARY KEY,
    worker_id        uuid NOT NULL,
    qualification    text COLLATE "C" NOT NULL,
    since            date NOT NULL,
    until            date,
    void             boolean NOT NULL
);
CREATE INDEX worker_qualifications_worker ON worker_qualifications (worker_id);

-- Absences in [since, until), and who stands in from which day on: nobody where that is null.
CREATE TABLE worker_absences (
    absence_id uuid PRIMARY KEY,
    worker_id  uuid NOT NULL,
    agency     text COLLATE "C" NOT NULL,
    since      date NOT NULL,
    until      date NOT NULL
);
CREATE INDEX worker_absences_worker ON worker_absences (worker_id, since);
CREATE INDEX worker_absences_agency ON worker_absences (agency, until, absence_id);
CREATE TABLE worker_covers (
    absence_id uuid NOT NULL,
    since      date NOT NULL,
    covered_by uuid,
    PRIMARY KEY (absence_id, since)
);
CREATE INDEX worker_covers_by ON worker_covers (covered_by) WHERE covered_by IS NOT NULL;

-- Whether a case is of a worker who must not open it is asked from the case: its person, or its
-- registration, to the ID number that they hold.
CREATE INDEX claims_id_number ON claims (holder) WHERE name LIKE '%id-number:%';
