-- Which publications repeat an article that was published before, in the service of outreach.
CREATE TABLE publication_repeats (
    record_id   uuid PRIMARY KEY,
    same_as     uuid NOT NULL,
    occurred_on date NOT NULL
);
CREATE INDEX publication_repeats_same_as
    ON publication_repeats (same_as, occurred_on, record_id);
