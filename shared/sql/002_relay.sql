-- How far the relay has carried the journal. One row; see shared/relay.py.
-- Between windows `hi` is null; inside one, events up to `last_position` are out.
CREATE TABLE relay (
    single         boolean PRIMARY KEY DEFAULT true CHECK (single),
    epoch          bigint NOT NULL DEFAULT 0,
    beat_at        timestamptz NOT NULL DEFAULT now(),
    holder         integer,
    lo             pg_snapshot NOT NULL DEFAULT '1:1:',
    hi             pg_snapshot,
    last_position  bigint NOT NULL DEFAULT 0,
    until_position bigint NOT NULL DEFAULT 0,
    sent           bigint NOT NULL DEFAULT 0
);
INSERT INTO relay DEFAULT VALUES;
