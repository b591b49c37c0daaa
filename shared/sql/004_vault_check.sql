-- What the vault's key for hashes makes of a fixed text: a service with other keys is refused.
CREATE TABLE vault_check (
    one  boolean PRIMARY KEY DEFAULT true CHECK (one),
    mark text NOT NULL
);
