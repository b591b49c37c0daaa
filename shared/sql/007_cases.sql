-- All names that one holder has claimed: a case whose opening was a mistake gives them back.
CREATE INDEX claims_holder ON claims (holder);
