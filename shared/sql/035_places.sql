-- Places of prevention, in the service of outreach: one row each, as it stands; what it offers and its
-- rooms stand in `facts`.
CREATE TABLE places (
    place_id   uuid PRIMARY KEY,
    region     text COLLATE "C" NOT NULL,
    county     text COLLATE "C" GENERATED ALWAYS AS (left(region, 6)) STORED,
    kind       text COLLATE "C" NOT NULL,
    place_kind text COLLATE "C" NOT NULL,
    must_enter boolean NOT NULL,
    name       text NOT NULL,
    opened_on  date NOT NULL,
    closed_on  date,
    void       boolean NOT NULL,
    facts      json NOT NULL,
    version    integer NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX places_county ON places (county, opened_on, place_id);
CREATE INDEX places_to_enter ON places (county, opened_on, place_id) WHERE must_enter;

-- What a place has seen in a year: kept in the appends of sessions and uses, taken back by their voids.
CREATE TABLE place_years (
    place_id     uuid NOT NULL,
    year         integer NOT NULL,
    sessions     integer NOT NULL DEFAULT 0,
    uses         integer NOT NULL DEFAULT 0,
    person_times bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (place_id, year)
);
