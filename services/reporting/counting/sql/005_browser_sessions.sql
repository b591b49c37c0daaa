-- Sessions of browsers. They are of no read model: a rebuild leaves them alone. The id that a cookie
-- holds is not kept, only its hash: who reads this table cannot be let in by what stands here.
CREATE TABLE browser_sessions (
    number     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- by which operators name it
    id_hash    bytea NOT NULL UNIQUE CHECK (octet_length(id_hash) = 32),
    entrance   text NOT NULL, -- the link's key or the provider, by which it was let in, hashed
    person     text NOT NULL, -- a pseudonym, or "link"
    agency     text NOT NULL,
    regions    text[] NOT NULL,
    actions    text[] NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL, -- to some minutes
    ends_at    timestamptz NOT NULL,
    ended_at   timestamptz -- null: by no hand
);

CREATE INDEX browser_sessions_ends_at ON browser_sessions (ends_at);
