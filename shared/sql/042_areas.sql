-- Whether a worker's place of work is in town or in the country, in the service of cases; null where
-- it is not known, as of all who were registered before. And how many workers a workstation has.
ALTER TABLE workers ADD COLUMN area text COLLATE "C";
CREATE INDEX workers_workstation ON workers (workstation_id)
    WHERE left_on IS NULL AND employment IN ('full_time_cadre', 'social_worker');
