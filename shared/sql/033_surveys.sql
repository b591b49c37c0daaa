-- Questionnaires and surveys, in the service of outreach: one row each, as it stands.
CREATE TABLE questionnaires (
    questionnaire_id uuid PRIMARY KEY,
    code             text COLLATE "C" NOT NULL,
    agency           text COLLATE "C" NOT NULL,
    region           text COLLATE "C" NOT NULL,
    surveyed         text COLLATE "C" NOT NULL,
    title            text NOT NULL,
    edition          integer NOT NULL,
    published_on     date NOT NULL,
    changed_at       timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX questionnaires_published ON questionnaires (published_on, questionnaire_id);

CREATE TABLE surveys (
    survey_id        uuid PRIMARY KEY,
    agency           text COLLATE "C" NOT NULL,
    region           text COLLATE "C" NOT NULL,
    county           text COLLATE "C" GENERATED ALWAYS AS (left(region, 6)) STORED,
    questionnaire_id uuid NOT NULL,
    edition          integer NOT NULL,
    surveyed         text COLLATE "C" NOT NULL,
    title            text NOT NULL,
    since            date NOT NULL,
    until            date NOT NULL,
    state            text COLLATE "C" NOT NULL,
    was_open         boolean NOT NULL,
    version          integer NOT NULL,
    changed_at       timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- What was opened, for all of the region; what was not, for its agency alone.
CREATE INDEX surveys_since ON surveys (county, since, survey_id) WHERE was_open;
CREATE INDEX surveys_changed ON surveys (county, changed_at, survey_id) WHERE was_open;
CREATE INDEX surveys_own ON surveys (agency, since, survey_id);
CREATE INDEX surveys_own_changed ON surveys (agency, changed_at, survey_id);

-- What of an import was made void since; see shared/journal/imports.py.
CREATE INDEX events_survey_voids
    ON events ((data ->> 'entry_id')) WHERE type LIKE '%.SurveyEntryVoided.%';
