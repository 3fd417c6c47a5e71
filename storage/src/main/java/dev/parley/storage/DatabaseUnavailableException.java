package dev.parley.storage;

import org.jspecify.annotations.Nullable;

/**
 * The database itself failed: it cannot be reached, its disk is full, its file is damaged, or it is closed. The message says which,
 * for a person, and holds no password and no data.
 *
 * <p>A write that failed so was undone, with one exception: when the connection to PostgreSQL breaks while a commit is on its way,
 * nobody can tell.
 */
public final class DatabaseUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    DatabaseUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static DatabaseUnavailableException closed() {
        return new DatabaseUnavailableException("the database is closed", null);
    }
}
