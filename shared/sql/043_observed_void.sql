-- What was observed of a case that is void is taken back once; see services/cases/observed/.
ALTER TABLE observed ADD COLUMN is_void boolean NOT NULL DEFAULT false;
