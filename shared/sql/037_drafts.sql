-- Drafts of activities are read for their agency alone, in the service of outreach: a page of them
-- steps over none of others, and so says nothing about how many there are.
CREATE INDEX outreach_records_drafts
    ON outreach_records (recorder, county, occurred_on, record_id) WHERE what = 'draft';
CREATE INDEX outreach_records_drafts_changed
    ON outreach_records (recorder, county, changed_at, record_id) WHERE what = 'draft';
