package dev.parley.server.webpush;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Apps' keys in the database. Called in a {@link dev.parley.storage.SqlWork}. */
final class KeyStore {

    /**
     * An app's key, as {@link KeyVault} keeps it.
     *
     * @param publicKey Base64url
     */
    record Row(String app, String publicKey, String sealed) {

        /** Shows the public key only. */
        @Override
        public String toString() {
            return "Row[" + app + ", " + publicKey + "]";
        }
    }

    private KeyStore() {}

    static @Nullable Row find(Handle handle, String app) {
        return handle.createQuery("SELECT app, public_key, sealed FROM web_push_keys WHERE app = :app")
                .bind("app", app)
                .map((results, _) ->
                        new Row(results.getString("app"), results.getString("public_key"), results.getString("sealed")))
                .findOne()
                .orElse(null);
    }

    /** Unless the app has one. */
    static void add(Handle handle, Row row, long now) {
        handle.createUpdate("INSERT INTO web_push_keys (app, public_key, sealed, created_at)"
                        + " VALUES (:app, :publicKey, :sealed, :now) ON CONFLICT (app) DO NOTHING")
                .bind("app", row.app())
                .bind("publicKey", row.publicKey())
                .bind("sealed", row.sealed())
                .bind("now", now)
                .execute();
    }

    /** Whether the app still had the old one. */
    static boolean replace(Handle handle, String old, Row row, long now) {
        return handle.createUpdate("UPDATE web_push_keys SET public_key = :publicKey, sealed = :sealed,"
                                + " created_at = :now WHERE app = :app AND public_key = :old")
                        .bind("app", row.app())
                        .bind("publicKey", row.publicKey())
                        .bind("sealed", row.sealed())
                        .bind("old", old)
                        .bind("now", now)
                        .execute()
                > 0;
    }
}
