-- Signing in without sending the password: SRP, as skapi-js does it.

-- of the password whose hash stands beside it, encrypted; null if there is none
ALTER TABLE users ADD COLUMN verifier TEXT;

-- Digests by which skapi-js names a login. Different logins can have the same one, also on purpose: the first keeps it. Logins that are
-- older than this table are added when their user gets a verifier.
CREATE TABLE login_digests (
    app     TEXT NOT NULL,
    -- hex
    digest  TEXT NOT NULL,
    -- the login
    kind    TEXT NOT NULL,
    name    TEXT NOT NULL,
    PRIMARY KEY (app, digest)
);

CREATE INDEX login_digests_login ON login_digests (app, kind, name);
