package dev.parley.server.webpush;

import org.jdbi.v3.core.Handle;

/** The tables of browsers as a whole. */
public final class WebPushTables {

    /** The class path folder of their migrations. */
    public static final String SCHEMA = "db/webpush";

    private WebPushTables() {}

    /** Forgets the browsers of an app, and its key. Called in a {@link dev.parley.storage.SqlWork}. */
    public static void deleteAllOf(Handle handle, String app) {
        BrowserStore.deleteAllOf(handle, app);
        handle.createUpdate("DELETE FROM web_push_keys WHERE app = :app")
                .bind("app", app)
                .execute();
    }
}
