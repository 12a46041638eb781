CREATE EXTENSION IF NOT EXISTS vector;

-- Every table of plans begins with plan_id: the column by which Citus distributes them.

CREATE TABLE collection (
    single boolean PRIMARY KEY CHECK (single),
    version uuid NOT NULL
);

CREATE TABLE plans (
    plan_id text COLLATE "C" PRIMARY KEY,
    city text NOT NULL,
    city_en text NOT NULL,
    period text NOT NULL,
    digest text NOT NULL,
    files_digest text NOT NULL,
    dimension integer NOT NULL,
    passages integer NOT NULL,
    rows integer NOT NULL,
    terms bigint NOT NULL
);

CREATE TABLE plan_files (
    plan_id text COLLATE "C" NOT NULL,
    name bytea NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (plan_id, name)
);
-- The files are compressed by their formats, or small.
ALTER TABLE plan_files ALTER COLUMN content SET STORAGE EXTERNAL;

-- An id may hold what no text of PostgreSQL may: it is kept as bytes.
CREATE TABLE passages (
    plan_id text COLLATE "C" NOT NULL,
    number integer NOT NULL,
    passage_id bytea NOT NULL,
    PRIMARY KEY (plan_id, number)
);

CREATE TABLE vectors (
    plan_id text COLLATE "C" NOT NULL,
    number integer NOT NULL,
    row integer NOT NULL,
    vector halfvec NOT NULL,
    PRIMARY KEY (plan_id, number, row)
);
-- A vector beside its row is compared without a look elsewhere.
ALTER TABLE vectors ALTER COLUMN vector SET STORAGE PLAIN;

-- A row a term of a plan: in how many passages it stands, in which, how often, and how long they are.
CREATE TABLE postings (
    plan_id text COLLATE "C" NOT NULL,
    term text COLLATE "C" NOT NULL,
    passages integer NOT NULL,
    numbers integer[] NOT NULL,
    counts integer[] NOT NULL,
    lengths integer[] NOT NULL,
    PRIMARY KEY (plan_id, term)
);
CREATE INDEX postings_by_term ON postings (term, plan_id);
