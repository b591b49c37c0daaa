-- What each verification has found; the last one is shown on every page.
CREATE TABLE verifications (
    ended_at  timestamptz PRIMARY KEY DEFAULT clock_timestamp(),
    different bigint NOT NULL
);
