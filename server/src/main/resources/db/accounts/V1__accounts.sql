-- Users and their sessions. Times are milliseconds since 1970, truth values 0 or 1.

CREATE TABLE users (
    app            TEXT     NOT NULL,
    id             TEXT     NOT NULL,
    hex_id         TEXT     NOT NULL,
    uuid           TEXT     NOT NULL,
    provider       TEXT     NOT NULL,
    -- Argon2id as a PHC string; null for a user who cannot sign in with a password
    password       TEXT,
    name           TEXT,
    picture        TEXT,
    -- a JSON object
    profile        TEXT     NOT NULL,
    disabled       SMALLINT NOT NULL,
    sign_up_at     BIGINT   NOT NULL,
    last_login_at  BIGINT   NOT NULL,
    updated_at     BIGINT   NOT NULL,
    PRIMARY KEY (app, id)
);

CREATE UNIQUE INDEX users_hex_id ON users (app, hex_id);
CREATE UNIQUE INDEX users_uuid ON users (app, uuid);

-- What a user signs in with: at most one of a kind.
CREATE TABLE logins (
    app       TEXT     NOT NULL,
    -- email, phone, username, vchat
    kind      TEXT     NOT NULL,
    -- normalised: what is unique
    name      TEXT     NOT NULL,
    -- as it is shown
    shown     TEXT     NOT NULL,
    user_id   TEXT     NOT NULL,
    verified  SMALLINT NOT NULL,
    PRIMARY KEY (app, kind, name)
);

CREATE UNIQUE INDEX logins_user ON logins (app, user_id, kind);

-- A session's token is made from its row when it is wanted, so that this table lets nobody in. The user need not be in "users".
CREATE TABLE sessions (
    id          TEXT   NOT NULL PRIMARY KEY,
    app         TEXT   NOT NULL,
    user_id     TEXT   NOT NULL,
    family      TEXT   NOT NULL,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    user_agent  TEXT   NOT NULL,
    address     TEXT,
    -- a JSON array
    channels    TEXT   NOT NULL
);

CREATE INDEX sessions_user ON sessions (app, user_id, created_at);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Links, codes and the access tokens that links lead to.
CREATE TABLE one_time (
    -- of a key its SHA-256; of a code the SHA-256 of what it is for, so that there is one code for a number and a purpose
    id          TEXT    NOT NULL PRIMARY KEY,
    app         TEXT    NOT NULL,
    user_id     TEXT    NOT NULL,
    purpose     TEXT    NOT NULL,
    -- the address or number it proves
    target      TEXT    NOT NULL,
    -- HMAC of a code; empty for a key
    code        TEXT    NOT NULL,
    -- the page a link leads to
    redirect    TEXT,
    expires_at  BIGINT  NOT NULL,
    uses        INTEGER NOT NULL
);

CREATE INDEX one_time_user ON one_time (app, user_id);
CREATE INDEX one_time_expiry ON one_time (expires_at);

-- Tokens of other issuers that were signed out, until they expire.
CREATE TABLE ended_tokens (
    app         TEXT   NOT NULL,
    -- from the SHA-256 of the token
    id          TEXT   NOT NULL,
    expires_at  BIGINT NOT NULL,
    PRIMARY KEY (app, id)
);

CREATE INDEX ended_tokens_expiry ON ended_tokens (expires_at);

-- Tokens of other issuers that a user got before this time are not valid, but for one.
CREATE TABLE token_floors (
    app      TEXT   NOT NULL,
    user_id  TEXT   NOT NULL,
    floor    BIGINT NOT NULL,
    kept     TEXT,
    PRIMARY KEY (app, user_id)
);
