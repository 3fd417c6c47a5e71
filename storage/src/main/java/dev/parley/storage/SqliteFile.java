package dev.parley.storage;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/**
 * SQLite's file and how connections to it are set up.
 *
 * @param folder where it lies
 * @param path the file
 */
record SqliteFile(Path folder, Path path) {

    private static final String NAME = "parley.db";

    /** Another process, such as a command line, may hold the lock for a moment. */
    private static final int BUSY_MILLIS = 10_000;

    /** A log that grew in a burst shrinks again. */
    private static final int JOURNAL_BYTES = 64 << 20;

    static SqliteFile in(Path folder) {
        return new SqliteFile(folder, folder.resolve(NAME));
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** Makes folder and file, for their owner only; SQLite gives the files beside it the same rights. */
    void make() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, attributes("rwx------"));
        }
        if (!exists()) {
            try {
                Files.createFile(path, attributes("rw-------"));
            } catch (FileAlreadyExistsException e) {
                // Another process was quicker.
            }
        }
    }

    /** For the one that writes, and for the schema. */
    SQLiteDataSource writing() {
        SQLiteConfig config = config();
        config.setJournalMode(JournalMode.WAL);
        config.setJournalSizeLimit(JOURNAL_BYTES);
        config.setSynchronous(SynchronousMode.FULL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        return source(config);
    }

    /** For those that read. */
    SQLiteDataSource reading() {
        return new QueryOnly(source(config()));
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        return config;
    }

    private SQLiteDataSource source(SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + path.toAbsolutePath());
        return source;
    }

    private FileAttribute<?>[] attributes(String mode) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? List.of(PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)))
                        .toArray(FileAttribute<?>[]::new)
                : new FileAttribute<?>[0];
    }

    /** Connections that SQLite lets change nothing. A read-only file mode would not do: it cannot take part in a WAL. */
    private static final class QueryOnly extends SQLiteDataSource {

        QueryOnly(SQLiteDataSource like) {
            super(like.getConfig());
            setUrl(like.getUrl());
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA query_only = 1");
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }
    }
}
