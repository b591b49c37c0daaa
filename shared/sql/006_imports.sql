-- The events of an agency's imports, and the events that made entries void; see
-- shared/journal/imports.py. Other events are in neither index.
CREATE INDEX events_imports
    ON events ((metadata ->> 'agency'), (metadata ->> 'import_id'), position)
    WHERE (metadata ->> 'import_id') IS NOT NULL;
CREATE INDEX events_voids ON events ((data ->> 'entry_id')) WHERE type LIKE '%.EntryVoided.%';
