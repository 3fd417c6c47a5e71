package dev.parley.server.accounts;

import org.jdbi.v3.core.Handle;

/** Tells the other processes on the database what is not as they remember it. */
@FunctionalInterface
public interface Changes {

    /** What {@code subject} names is a session's id: it has ended. */
    String SESSION = "session";

    /** What {@code subject} names is a user's id: its sessions may have ended. */
    String USER = "user";

    /** The app was deleted with all its users and sessions. */
    String REMOVED = "removed";

    /** Nobody knows what has changed. */
    String ALL = "all";

    /** There is no other process. */
    Changes NONE = (handle, app, kind, subject) -> {};

    /** Notes a change in the transaction that makes it. Runs on a thread of the database. */
    void append(Handle handle, String app, String kind, String subject);
}
