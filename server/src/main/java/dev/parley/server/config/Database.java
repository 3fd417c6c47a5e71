package dev.parley.server.config;

import org.jspecify.annotations.Nullable;

/**
 * Where accounts and messages are stored.
 *
 * @param url a PostgreSQL URL, secret because it may hold a password; null for SQLite in the data folder
 */
public record Database(
        @Setting(
                doc = "A PostgreSQL URL such as `postgresql://user:password@db.example.com/parley`. Without it the"
                        + " server uses SQLite in the data folder.")
        @Nullable
        Secret url,

        @Setting(doc = "SQLite connections that read, beside the one that writes.", def = "4", min = "1", max = "64")
        int readers,

        @Setting(doc = "PostgreSQL connections.", def = "10", min = "1", max = "1000")
        int connections,

        @Setting(
                doc = "How many reads and writes may wait for the database; more are refused.",
                def = "4096",
                min = "1",
                max = "1000000")
        int queue) {}
