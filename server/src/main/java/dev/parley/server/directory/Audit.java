package dev.parley.server.directory;

import dev.parley.core.Clock;
import dev.parley.storage.Database;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The record of administrative acts, written in the transactions of the acts themselves. Any thread. */
public final class Audit {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_PAGE = 1_000;

    private final Database database;
    private final Clock clock;

    public Audit(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What somebody did.
     *
     * @param app the app's id; empty for what is of no app
     * @param detail becomes JSON; no secrets
     */
    public record Act(String actor, String app, String action, String subject, Map<String, ?> detail) {

        /** Copies the map. */
        public Act {
            detail = Map.copyOf(detail);
        }
    }

    /** Notes an act; it is kept if the transaction is. */
    public void append(Handle handle, Act act) {
        handle.execute(
                "INSERT INTO audit (id, at, app, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?, ?, ?)",
                Counters.AUDIT.next(handle),
                clock.millis(),
                act.app(),
                act.actor(),
                act.action(),
                act.subject(),
                JSON.writeValueAsString(act.detail()));
    }

    /**
     * The newest acts, newest first.
     *
     * @param app null for all apps
     * @param before the id of the last one of the page before; {@link Long#MAX_VALUE} for the first page
     * @param limit at most 1,000
     */
    public CompletionStage<List<AuditEntry>> list(@Nullable String app, long before, int limit) {
        String where = app == null ? "" : "app = :app AND ";
        return database.read(handle -> {
            var query = handle.createQuery("SELECT id, at, app, actor, action, subject, detail FROM audit WHERE "
                            + where + "id < :before ORDER BY id DESC LIMIT :limit")
                    .bind("before", before)
                    .bind("limit", Math.min(limit, LONGEST_PAGE));
            if (app != null) {
                query.bind("app", app);
            }
            return query.map((found, context) -> new AuditEntry(
                            found.getLong("id"),
                            found.getLong("at"),
                            found.getString("app"),
                            found.getString("actor"),
                            found.getString("action"),
                            found.getString("subject"),
                            found.getString("detail")))
                    .list();
        });
    }
}
