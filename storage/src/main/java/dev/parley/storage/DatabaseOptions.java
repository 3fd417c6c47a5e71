package dev.parley.storage;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is and how much may wait for it.
 *
 * @param folder where SQLite's file {@code parley.db} lies; it is made if it is missing
 * @param url a PostgreSQL URL, with or without {@code jdbc:} and with user and password in it, or null for SQLite; never log it
 * @param schemas class path folders with migrations, such as {@code db/identity}; each has its own history
 * @param readers SQLite connections that read, beside the one that writes
 * @param connections PostgreSQL connections
 * @param queue works that may wait; more are refused with {@link DatabaseBusyException}
 */
public record DatabaseOptions(
        Path folder, @Nullable String url, List<String> schemas, int readers, int connections, int queue) {

    /** Copies the list. */
    public DatabaseOptions {
        schemas = List.copyOf(schemas);
    }

    /** Shows no URL, as it may hold a password. */
    @Override
    public String toString() {
        return "DatabaseOptions[" + (url == null ? folder : "PostgreSQL") + "]";
    }
}
