package dev.parley.server.accounts;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** The tables of accounts as a whole. Called in a {@link dev.parley.storage.SqlWork}. */
public final class AccountTables {

    /** What ids of sessions begin with that have no row in {@code sessions}: those of other issuers' tokens. */
    public static final String FOREIGN_SESSION_PREFIX = ForeignTokens.ID_PREFIX;

    private static final List<String> TABLES = List.of(
            "sessions", "one_time", "ended_tokens", "token_floors", "login_digests", "logins", "users", "name_grams");

    private AccountTables() {}

    /**
     * Deletes the users of an app and all that is known of them. Who does so also notes {@link Changes#REMOVED}: that ends the
     * sessions that processes hold.
     */
    public static void deleteAllOf(Handle handle, String app) {
        for (String table : TABLES) {
            handle.createUpdate("DELETE FROM " + table + " WHERE app = :app")
                    .bind("app", app)
                    .execute();
        }
    }
}
