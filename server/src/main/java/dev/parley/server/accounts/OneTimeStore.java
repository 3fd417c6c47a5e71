package dev.parley.server.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Links, codes and access tokens in the database. Called in a {@link dev.parley.storage.SqlWork}. */
final class OneTimeStore {

    private static final String COLUMNS = "id, app, user_id, purpose, target, code, redirect, expires_at, uses";

    /**
     * A stored link, code or access token.
     *
     * @param uses how often it was followed or tried
     */
    record Row(
            String id,
            String app,
            String user,
            Purpose purpose,
            String target,
            String code,
            @Nullable String redirect,
            long expiresAt,
            int uses) {}

    private OneTimeStore() {}

    /** What is stored of a key. */
    static String keyId(String key) {
        return HexFormat.of().formatHex(Hashes.sha256("key " + key));
    }

    /** The place of the one code that an app, a purpose and a number have. */
    static String slot(String app, Purpose purpose, String target) {
        return HexFormat.of().formatHex(Hashes.sha256("code " + app + " " + purpose + " " + target));
    }

    /** Replaces what has the same id: a newer code. */
    static void put(Handle handle, Row row) {
        handle.createUpdate("INSERT INTO one_time (" + COLUMNS + ") VALUES (:id, :app, :user, :purpose, :target, :code,"
                        + " :redirect, :expiresAt, 0) ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id,"
                        + " code = excluded.code, expires_at = excluded.expires_at, uses = 0")
                .bind("id", row.id())
                .bind("app", row.app())
                .bind("user", row.user())
                .bind("purpose", row.purpose().name())
                .bind("target", row.target())
                .bind("code", row.code())
                .bind("redirect", row.redirect())
                .bind("expiresAt", row.expiresAt())
                .execute();
    }

    /** Counts a use and tells what it is; null if there is none. The answer includes this use. */
    static @Nullable Row use(Handle handle, String app, String id) {
        return handle.createQuery(
                        "UPDATE one_time SET uses = uses + 1 WHERE id = :id AND app = :app RETURNING " + COLUMNS)
                .bind("id", id)
                .bind("app", app)
                .map(OneTimeStore::row)
                .findOne()
                .orElse(null);
    }

    static @Nullable Row find(Handle handle, String app, String id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM one_time WHERE id = :id AND app = :app")
                .bind("id", id)
                .bind("app", app)
                .map(OneTimeStore::row)
                .findOne()
                .orElse(null);
    }

    /** True for one of those who try. */
    static boolean consume(Handle handle, String id) {
        return handle.createUpdate("DELETE FROM one_time WHERE id = :id")
                        .bind("id", id)
                        .execute()
                == 1;
    }

    /** @param except an id that stays; empty for none */
    static void deleteOfUser(Handle handle, String app, String user, String except) {
        handle.createUpdate("DELETE FROM one_time WHERE app = :app AND user_id = :user AND id <> :except")
                .bind("app", app)
                .bind("user", user)
                .bind("except", except)
                .execute();
    }

    private static Row row(ResultSet results, StatementContext context) throws SQLException {
        return new Row(
                results.getString("id"),
                results.getString("app"),
                results.getString("user_id"),
                Purpose.valueOf(results.getString("purpose")),
                results.getString("target"),
                results.getString("code"),
                results.getString("redirect"),
                results.getLong("expires_at"),
                results.getInt("uses"));
    }
}
