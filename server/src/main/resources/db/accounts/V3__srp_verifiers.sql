-- Signing in without sending the password: SRP, as skapi-js does it.

-- of the password whose hash stands beside it, encrypted; null if there is none
ALTER TABLE users ADD COLUMN verifier TEXT;

-- MD5 of "name", by which skapi-js names a login; null in rows that are older than this column, until their user has a verifier
ALTER TABLE logins ADD COLUMN md5 TEXT;
-- the same of "shown", where that is something else
ALTER TABLE logins ADD COLUMN md5_shown TEXT;

CREATE INDEX logins_md5 ON logins (app, md5);
CREATE INDEX logins_md5_shown ON logins (app, md5_shown);
