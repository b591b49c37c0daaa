-- Whether what a case stands at is published: of cases whose entries were written before they said
-- it, it is published once, by the service itself.
ALTER TABLE case_register ADD COLUMN standing boolean NOT NULL DEFAULT false;
CREATE INDEX case_register_standing ON case_register (case_id) WHERE NOT standing;
