-- Times are milliseconds since 1970.

-- What counts without gaps, in the order of commits: who takes a number keeps the row locked until it commits.
CREATE TABLE directory_counters (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);

INSERT INTO directory_counters (name, value) VALUES ('changes', 0), ('audit', 0);

-- settings: one app's section of the settings file, as JSON, without its id and keys.
CREATE TABLE apps (
    id TEXT PRIMARY KEY,
    settings TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Keys of any app, those of the settings file too. A client key is stored as it is, of a server key only the hash.
CREATE TABLE app_keys (
    id TEXT PRIMARY KEY,
    app TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('client', 'server')),
    value TEXT,
    hash TEXT,
    hint TEXT NOT NULL,
    settings TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX app_keys_hash ON app_keys (hash);
CREATE UNIQUE INDEX app_keys_value ON app_keys (app, value);

-- By which processes tell each other what they did. Old rows are deleted.
CREATE TABLE changes (
    seq BIGINT PRIMARY KEY,
    app TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    at BIGINT NOT NULL
);

CREATE TABLE audit (
    id BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    app TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
);

CREATE INDEX audit_app ON audit (app, id);
