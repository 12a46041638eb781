-- What every process needs to know of the staff's door. The password's hash is not among it, without
-- which the key signs nothing; clients are kept as digests, for as long as their tries count.

CREATE TABLE staff_key (
    single boolean PRIMARY KEY CHECK (single),
    key bytea NOT NULL
);

CREATE TABLE staff_ended (
    session text PRIMARY KEY,
    ended timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE staff_tries (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    client bytea NOT NULL,
    tried timestamptz NOT NULL DEFAULT clock_timestamp()
);
