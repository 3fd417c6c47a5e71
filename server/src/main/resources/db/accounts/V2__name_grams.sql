-- Which users' names hold which three characters, so that a search in names looks at few of them. The names are folded first, as
-- NameFold does it.
CREATE TABLE name_grams (
    app     TEXT  NOT NULL,
    -- three characters of a folded name
    gram    TEXT  NOT NULL,
    hex_id  TEXT  NOT NULL,
    PRIMARY KEY (app, gram, hex_id)
);

-- Of users who are there already. SQLite's lower() knows ASCII letters only: a name with others in upper case is found in full from
-- its next change on.
INSERT INTO name_grams (app, gram, hex_id)
WITH RECURSIVE places (app, hex_id, folded, place) AS (
    SELECT app, hex_id, lower(name), 1 FROM users WHERE length(name) >= 3
    UNION ALL
    SELECT app, hex_id, folded, place + 1 FROM places WHERE place + 3 <= length(folded)
)
SELECT DISTINCT app, substr(folded, place, 3), hex_id FROM places;
