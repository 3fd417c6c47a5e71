-- Browsers that want to be told of things when their page is not open. Times are milliseconds since 1970.

-- One pair of keys for each app: browsers take messages only from the key they subscribed with.
CREATE TABLE web_push_keys (
    app         TEXT   NOT NULL PRIMARY KEY,
    -- an uncompressed point, Base64url
    public_key  TEXT   NOT NULL,
    -- PKCS #8, encrypted with a key made from the token secret
    sealed      TEXT   NOT NULL,
    created_at  BIGINT NOT NULL
);

CREATE TABLE web_push_subscriptions (
    app            TEXT   NOT NULL,
    -- SHA-256 of the endpoint, which may be long
    id             TEXT   NOT NULL,
    user_uuid      TEXT   NOT NULL,
    endpoint       TEXT   NOT NULL,
    p256dh         TEXT   NOT NULL,
    auth           TEXT   NOT NULL,
    subscribed_at  BIGINT NOT NULL,
    PRIMARY KEY (app, id)
);

CREATE INDEX web_push_subscriptions_user ON web_push_subscriptions (app, user_uuid, subscribed_at);
