package dev.parley.server.push;

import org.jdbi.v3.core.Handle;

/** The tables of devices as a whole. */
public final class PushTables {

    /** The class path folder of their migrations. */
    public static final String SCHEMA = "db/push";

    private PushTables() {}

    /** Forgets the devices of an app. Called in a {@link dev.parley.storage.SqlWork}. */
    public static void deleteAllOf(Handle handle, String app) {
        handle.createUpdate("DELETE FROM push_devices WHERE app = :app")
                .bind("app", app)
                .execute();
    }
}
