package dev.parley.chat;

import dev.parley.storage.Dialect;
import java.util.List;

/** With every message that says {@code poison} comes a row that breaks a rule which is checked when the transaction commits. */
final class FailingCommit {

    private FailingCommit() {}

    static List<String> on(Dialect dialect) {
        String table = "CREATE TABLE poisoned (id TEXT REFERENCES chat_rooms (id) DEFERRABLE INITIALLY DEFERRED)";
        return switch (dialect) {
            case SQLITE ->
                List.of(
                        table,
                        "CREATE TRIGGER poison AFTER INSERT ON chat_messages WHEN NEW.content = 'poison'"
                                + " BEGIN INSERT INTO poisoned VALUES ('nowhere'); END");
            case POSTGRESQL ->
                List.of(
                        table,
                        "CREATE FUNCTION poison() RETURNS trigger AS 'BEGIN INSERT INTO poisoned VALUES"
                                + " (''nowhere''); RETURN NEW; END' LANGUAGE plpgsql",
                        "CREATE TRIGGER poison AFTER INSERT ON chat_messages FOR EACH ROW"
                                + " WHEN (NEW.content = 'poison') EXECUTE FUNCTION poison()");
        };
    }
}
