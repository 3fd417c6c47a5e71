package dev.parley.server.directory;

import org.jdbi.v3.core.Handle;

/**
 * Numbers in the order of commits. Sequences of a database give numbers in the order of asking: a reader that has seen 7 may
 * have missed a 6 whose transaction was not committed yet. Here whoever takes a number makes the next one wait until the commit.
 */
enum Counters {
    CHANGES("changes"),
    AUDIT("audit");

    private final String label;

    Counters(String label) {
        this.label = label;
    }

    /** Within a transaction that writes. */
    long next(Handle handle) {
        return handle.createQuery("UPDATE directory_counters SET value = value + 1 WHERE name = ? RETURNING value")
                .bind(0, label)
                .mapTo(Long.class)
                .one();
    }

    long last(Handle handle) {
        return handle.createQuery("SELECT value FROM directory_counters WHERE name = ?")
                .bind(0, label)
                .mapTo(Long.class)
                .one();
    }
}
