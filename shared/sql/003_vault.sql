-- Personal data, encrypted under one key for each person; see shared/vault.py.
-- To erase a person is to delete the row in `vault_persons`: what is left cannot be read.
CREATE TABLE vault_persons (
    person_id   uuid PRIMARY KEY,
    wrapped_key bytea NOT NULL
);
CREATE TABLE vault_items (
    item_id    uuid PRIMARY KEY,
    person_id  uuid NOT NULL,
    ciphertext bytea NOT NULL
);
CREATE INDEX vault_items_person ON vault_items (person_id);

-- Each look at personal data, written before it is answered.
CREATE TABLE vault_reads (
    read_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id   uuid NOT NULL,
    item_id     uuid NOT NULL,
    agency      text NOT NULL,
    purpose     text NOT NULL,
    legal_basis text NOT NULL,
    read_at     timestamptz NOT NULL DEFAULT now()
);
