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
        Secret url) {}
