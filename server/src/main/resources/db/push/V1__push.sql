-- Where users are told of what they do not see: one device per session.
CREATE TABLE push_devices (
    app         TEXT   NOT NULL,
    session     TEXT   NOT NULL,
    -- the hex id
    user_id     TEXT   NOT NULL,
    -- when the session ends by itself
    expires_at  BIGINT NOT NULL,
    token       TEXT   NOT NULL,
    platform    TEXT,
    updated_at  BIGINT NOT NULL,
    PRIMARY KEY (app, session)
);

CREATE UNIQUE INDEX push_devices_token ON push_devices (app, token);
CREATE INDEX push_devices_user ON push_devices (app, user_id, updated_at);
CREATE INDEX push_devices_expiry ON push_devices (expires_at);
