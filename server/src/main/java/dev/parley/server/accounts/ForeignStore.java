package dev.parley.server.accounts;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Which tokens of other issuers are no longer valid. Called in a {@link dev.parley.storage.SqlWork}. */
final class ForeignStore {

    /**
     * From when on a user's tokens count.
     *
     * @param floor milliseconds since 1970
     * @param kept id of the one older token that counts, or null
     */
    record Floor(long floor, @Nullable String kept) {

        boolean lets(String id, long issuedAt) {
            return issuedAt >= floor || id.equals(kept);
        }
    }

    private static final Floor NONE = new Floor(Long.MIN_VALUE, null);

    private ForeignStore() {}

    static void end(Handle handle, String app, String id, long expiresAt) {
        handle.createUpdate("INSERT INTO ended_tokens (app, id, expires_at) VALUES (:app, :id, :expiresAt)"
                        + " ON CONFLICT DO NOTHING")
                .bind("app", app)
                .bind("id", id)
                .bind("expiresAt", expiresAt)
                .execute();
    }

    static boolean isEnded(Handle handle, String app, String id) {
        return handle.createQuery("SELECT 1 FROM ended_tokens WHERE app = :app AND id = :id")
                .bind("app", app)
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    static void raiseFloor(Handle handle, String app, String user, long floor, @Nullable String kept) {
        handle.createUpdate("INSERT INTO token_floors (app, user_id, floor, kept) VALUES (:app, :user, :floor, :kept)"
                        + " ON CONFLICT (app, user_id) DO UPDATE SET floor = excluded.floor, kept = excluded.kept")
                .bind("app", app)
                .bind("user", user)
                .bind("floor", floor)
                .bind("kept", kept)
                .execute();
    }

    static Floor floor(Handle handle, String app, String user) {
        return handle.createQuery("SELECT floor, kept FROM token_floors WHERE app = :app AND user_id = :user")
                .bind("app", app)
                .bind("user", user)
                .map((results, context) -> new Floor(results.getLong("floor"), results.getString("kept")))
                .findOne()
                .orElse(NONE);
    }

    /** Whether the user is stored here and disabled. */
    static boolean isDisabled(Handle handle, String app, String user) {
        return handle.createQuery("SELECT disabled FROM users WHERE app = :app AND id = :user")
                .bind("app", app)
                .bind("user", user)
                .mapTo(Integer.class)
                .findOne()
                .map(disabled -> disabled == 1)
                .orElse(false);
    }
}
