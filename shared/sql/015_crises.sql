-- Whether a crisis of the case is open; written by each append, like the rest of the register. No case
-- of before has one: a contact says it only from now on.
ALTER TABLE case_register ADD COLUMN crisis boolean NOT NULL DEFAULT false;
-- Few cases have one at a time, among all of a county or an agency. An append to any other touches
-- none of these indexes.
CREATE INDEX case_register_crisis_county_opened ON case_register (county, opened_at, case_id)
    WHERE crisis;
CREATE INDEX case_register_crisis_county_changed ON case_register (county, changed_at, case_id)
    WHERE crisis;
CREATE INDEX case_register_crisis_agency_opened ON case_register (agency, opened_at, case_id)
    WHERE crisis;
CREATE INDEX case_register_crisis_agency_changed ON case_register (agency, changed_at, case_id)
    WHERE crisis;
