package dev.parley.storage;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Something to do with the database. Runs on a thread of the database, never on an event loop.
 *
 * <p>It neither begins nor ends transactions; it is in one. It does nothing but SQL: in PostgreSQL it runs again if the
 * database gave it up for the sake of another transaction (serialization failure, deadlock).
 */
@FunctionalInterface
public interface SqlWork<T extends @Nullable Object> {

    /** Throws to undo what it did; the exception goes to whoever waits. */
    T run(Handle handle);
}
