-- Names are compared byte by byte: what sorts or is equal must not hang on the C library, whose
-- next version may order them otherwise and so break an index that was made before.
-- The rows stay as they are; the indexes on these columns are made anew, under a lock of the tables:
-- some ten seconds for a million calls. The order of the locks is that of an append.
LOCK TABLE answers, claims, events IN ACCESS EXCLUSIVE MODE;
ALTER TABLE answers
    ALTER agency TYPE text COLLATE "C",
    ALTER key TYPE text COLLATE "C";
ALTER TABLE claims
    ALTER name TYPE text COLLATE "C",
    ALTER holder TYPE text COLLATE "C";
ALTER TABLE events
    ALTER stream_id TYPE text COLLATE "C",
    ALTER type TYPE text COLLATE "C";
