-- Of a verdict or a question the day is kept, never the time. What adds a row names it by a `token`
-- of its own, so that it is there once, though it is sent again after a lost connection.

CREATE TABLE feedback (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token uuid NOT NULL UNIQUE,
    day date NOT NULL,
    useful boolean NOT NULL,
    lang text NOT NULL,
    style text NOT NULL,
    intent text NOT NULL,
    answerable boolean NOT NULL,
    passages text[] NOT NULL,
    word text NOT NULL
);

CREATE TABLE questions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token uuid NOT NULL UNIQUE,
    day date NOT NULL,
    question text NOT NULL,
    lang text NOT NULL,
    intent text NOT NULL,
    answerable boolean NOT NULL,
    passages text[] NOT NULL
);
CREATE INDEX questions_by_day ON questions (day);
