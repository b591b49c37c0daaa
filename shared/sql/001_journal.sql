-- The journal: what happened, in the order it was written. Rows are only ever added.
-- `xid` tells the relay which transaction wrote a row; see shared/windows.py.
-- `data` is json, not jsonb: the text that was appended is the text that is published.
CREATE TABLE events (
    position    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    stream_id   text NOT NULL,
    version     integer NOT NULL CHECK (version > 0),
    event_id    uuid NOT NULL,
    type        text NOT NULL,
    data        json NOT NULL,
    metadata    json NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT events_stream UNIQUE (stream_id, version),
    CONSTRAINT events_event UNIQUE (event_id)
);
CREATE INDEX events_xid ON events (xid);

-- The answer to each keyed call, kept for ever: the same ledger sent again years later
-- must still be recognised.
CREATE TABLE answers (
    agency      text NOT NULL,
    key         text NOT NULL,
    request     bytea NOT NULL,
    status      smallint NOT NULL,
    body        text NOT NULL,
    version     integer NOT NULL,
    answered_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT answers_key PRIMARY KEY (agency, key)
);

-- What only one stream may hold at a time: an ID number's hash, a client's open case.
CREATE TABLE claims (
    name   text NOT NULL,
    holder text NOT NULL,
    CONSTRAINT claims_name PRIMARY KEY (name)
);
