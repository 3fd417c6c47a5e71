package dev.parley.storage;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fresh, empty database for every test. PostgreSQL is started on first use, once for the JVM, and ends with it. Any thread.
 */
public final class TestDatabases {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private TestDatabases() {}

    /** Starts when somebody first asks for it. */
    private static final class Postgres {

        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("max_connections", "300")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Where a fresh database is.
     *
     * @param folder empty; SQLite's file goes there
     * @param schemas class path folders with migrations
     */
    public static DatabaseOptions fresh(Dialect dialect, Path folder, String... schemas) {
        return switch (dialect) {
            case SQLITE -> new DatabaseOptions(folder, null, List.of(schemas), 2, 4, 1000);
            case POSTGRESQL -> new DatabaseOptions(folder, postgresUrl(), List.of(schemas), 2, 4, 1000);
        };
    }

    /** The URL, as an operator would write it, of a fresh PostgreSQL database. */
    public static String postgresUrl() {
        String name = "test" + NUMBER.incrementAndGet();
        admin("CREATE DATABASE " + name);
        return "postgresql://postgres:some-password@localhost:" + Postgres.SERVER.getPort() + "/" + name;
    }

    /** Has the PostgreSQL server's superuser do something, outside of every fresh database. */
    public static void admin(String sql) {
        try (Connection connection = Postgres.SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
