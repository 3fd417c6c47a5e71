package dev.parley.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one process at a time migrate SQLite's schema; Flyway has no lock there. A file lock, as the database's own lock must be
 * free for the migration itself.
 */
final class MigrationLock implements AutoCloseable {

    /** A file lock is the whole process's, so threads need one of their own. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final FileChannel channel;

    private MigrationLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for it. */
    static MigrationLock take(SqliteFile file) throws IOException {
        THREADS.lock();
        try {
            Path path = file.path().resolveSibling(".schema.lock");
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                channel.lock();
                return new MigrationLock(channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            THREADS.unlock();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            THREADS.unlock();
        }
    }
}
