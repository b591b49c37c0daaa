-- Who follows changes is told too of a part that has ended: an agency's parts, ended or not.
DROP INDEX relations_agency;
CREATE INDEX relations_agency ON relations (agency, case_id);
