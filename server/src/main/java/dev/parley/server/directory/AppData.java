package dev.parley.server.directory;

import org.jdbi.v3.core.Handle;

/** What others keep of apps in the database. */
@FunctionalInterface
public interface AppData {

    /** Deletes all there is of an app, in the transaction that deletes the app. Runs on a thread of the database. */
    void delete(Handle handle, String app);
}
