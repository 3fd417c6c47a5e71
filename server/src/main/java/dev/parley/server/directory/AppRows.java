package dev.parley.server.directory;

import dev.parley.server.identity.Apps;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables of apps and keys, nothing but their SQL. */
final class AppRows {

    private static final String KEYS = "SELECT id, app, kind, value, hash, hint, settings, created_at FROM app_keys";
    private static final int HINT = 4;

    private AppRows() {}

    /** @param settings JSON, without id and keys */
    record AppRow(String id, String settings, long createdAt, long updatedAt) {}

    /**
     * @param value null for a server key
     * @param hash null for a client key
     * @param settings JSON of a client key's settings, without the key
     */
    record KeyRow(
            String id,
            String app,
            @Nullable String value,
            @Nullable String hash,
            String hint,
            String settings,
            long createdAt) {

        static KeyRow client(String app, String value, String settings, long now) {
            return new KeyRow(RandomText.keyId(), app, value, null, hint(value), settings, now);
        }

        static KeyRow server(String app, String key, long now) {
            return new KeyRow(RandomText.keyId(), app, null, Apps.hash(key), hint(key), "{}", now);
        }

        private static String hint(String key) {
            // Of a key that is not long, the end would tell much of it.
            return key.length() < 4 * HINT ? "" : key.substring(key.length() - HINT);
        }
    }

    static List<AppRow> apps(Handle handle) {
        return handle.createQuery("SELECT id, settings, created_at, updated_at FROM apps ORDER BY id")
                .map((found, context) -> new AppRow(
                        found.getString("id"),
                        found.getString("settings"),
                        found.getLong("created_at"),
                        found.getLong("updated_at")))
                .list();
    }

    static Optional<AppRow> app(Handle handle, String id) {
        return handle.createQuery("SELECT id, settings, created_at, updated_at FROM apps WHERE id = ?")
                .bind(0, id)
                .map((found, context) -> new AppRow(
                        found.getString("id"),
                        found.getString("settings"),
                        found.getLong("created_at"),
                        found.getLong("updated_at")))
                .findOne();
    }

    static void insert(Handle handle, AppRow row) {
        handle.execute(
                "INSERT INTO apps (id, settings, created_at, updated_at) VALUES (?, ?, ?, ?)",
                row.id(),
                row.settings(),
                row.createdAt(),
                row.updatedAt());
    }

    static void update(Handle handle, AppRow row) {
        handle.execute(
                "UPDATE apps SET settings = ?, updated_at = ? WHERE id = ?", row.settings(), row.updatedAt(), row.id());
    }

    static void delete(Handle handle, String id) {
        handle.execute("DELETE FROM app_keys WHERE app = ?", id);
        handle.execute("DELETE FROM apps WHERE id = ?", id);
    }

    static List<KeyRow> keys(Handle handle) {
        return handle.createQuery(KEYS + " ORDER BY created_at, id")
                .map((found, context) -> key(found))
                .list();
    }

    static List<KeyRow> keys(Handle handle, String app) {
        return handle.createQuery(KEYS + " WHERE app = ? ORDER BY created_at, id")
                .bind(0, app)
                .map((found, context) -> key(found))
                .list();
    }

    static boolean hasHash(Handle handle, String hash) {
        return handle.createQuery("SELECT count(*) FROM app_keys WHERE hash = ?")
                        .bind(0, hash)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private static KeyRow key(java.sql.ResultSet found) throws java.sql.SQLException {
        return new KeyRow(
                found.getString("id"),
                found.getString("app"),
                found.getString("value"),
                found.getString("hash"),
                found.getString("hint"),
                found.getString("settings"),
                found.getLong("created_at"));
    }

    static void insert(Handle handle, KeyRow row) {
        handle.createUpdate("INSERT INTO app_keys (id, app, kind, value, hash, hint, settings, created_at)"
                        + " VALUES (:id, :app, :kind, :value, :hash, :hint, :settings, :at)")
                .bind("id", row.id())
                .bind("app", row.app())
                .bind("kind", row.value() == null ? "server" : "client")
                .bind("value", row.value())
                .bind("hash", row.hash())
                .bind("hint", row.hint())
                .bind("settings", row.settings())
                .bind("at", row.createdAt())
                .execute();
    }

    static void deleteKey(Handle handle, String id) {
        handle.execute("DELETE FROM app_keys WHERE id = ?", id);
    }
}
