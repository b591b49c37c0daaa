-- What lists of activities, articles and uses are found by besides, in the service of outreach: a row
-- for each word of a record (services/outreach/record_words.py), in the order of the lists. On the
-- record itself stand its words with a blank around each, also of a plan, which has no such rows; and
-- why a plan was called off. What a campaign comes to is counted by its own days.
CREATE TABLE outreach_words (
    word        text COLLATE "C" NOT NULL,
    county      text COLLATE "C" GENERATED ALWAYS AS (left(region, 6)) STORED,
    occurred_on date NOT NULL,
    record_id   uuid NOT NULL,
    region      text COLLATE "C" NOT NULL,
    PRIMARY KEY (word, county, occurred_on, record_id)
);
ALTER TABLE outreach_records
    ADD COLUMN words  text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN ending text COLLATE "C";

CREATE FUNCTION pg_temp.digest(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $function$
    SELECT md5(regexp_replace(normalize(name, NFKC), '\s+', '', 'g'))
$function$;
CREATE FUNCTION pg_temp.codes(field text, list json) RETURNS text[] LANGUAGE sql IMMUTABLE AS $function$
    SELECT coalesce(array_agg(field || ':' || coalesce(each.value ->> 'code', each.value #>> '{}')), '{}')
    FROM json_array_elements(coalesce(list, '[]')) AS each (value)
$function$;
CREATE TEMPORARY TABLE said AS
SELECT kept.record_id, kept.what, kept.region, kept.occurred_on, CASE kept.what
    WHEN 'use' THEN ARRAY['used:' || (written.data ->> 'place_id')]
    WHEN 'publication' THEN ARRAY['title:' || pg_temp.digest(written.data ->> 'title')]
    ELSE pg_temp.codes('form', written.data -> 'forms')
        || pg_temp.codes('partner', written.data -> 'partners')
        || pg_temp.codes('material', written.data -> 'materials')
        || ('place:' || (written.data ->> 'place_id'))
        || ('subject:' || (written.data ->> 'subject'))
        || ('compound:' || pg_temp.digest(nullif(written.data ->> 'compound', '')))
    END AS words
FROM outreach_records AS kept
JOIN events AS written ON written.version = kept.facts_version
    AND written.stream_id = CASE kept.what WHEN 'draft' THEN 'activity' ELSE kept.what END
        || '-' || kept.record_id;
UPDATE outreach_records AS kept
SET words = ' ' || array_to_string(said.words, '  ') || ' '
FROM said WHERE said.record_id = kept.record_id AND array_to_string(said.words, '') <> '';
INSERT INTO outreach_words (word, region, occurred_on, record_id)
SELECT DISTINCT word, region, occurred_on, record_id
FROM said CROSS JOIN unnest(words) AS word WHERE word IS NOT NULL AND what <> 'draft';
UPDATE outreach_records AS kept SET ending = written.data ->> 'reason'
FROM events AS written
WHERE written.type = 'outreach.ActivityCalledOff.v1' AND kept.state = 'called_off'
    AND written.stream_id = 'activity-' || kept.record_id;
DROP TABLE said;

DROP INDEX outreach_records_campaign;
CREATE INDEX outreach_records_campaign ON outreach_records (campaign, occurred_on)
    INCLUDE (what, region, kind, activity_kind, attendance, households, void)
    WHERE campaign IS NOT NULL;

ANALYZE outreach_records, outreach_words;
