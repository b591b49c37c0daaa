-- What several streams say together, in the service of cases: whether it is so now, and where. One
-- row each, written in the append that says it; see services/cases/observed/.
CREATE TABLE observed (
    what    text COLLATE "C" NOT NULL,
    subject uuid NOT NULL,
    region  text COLLATE "C" NOT NULL,
    since   date NOT NULL,
    is_so   boolean NOT NULL,
    PRIMARY KEY (what, subject)
);
CREATE INDEX observed_now ON observed (what, subject) WHERE is_so;
