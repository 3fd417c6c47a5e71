package dev.parley.storage;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;

/** SQLite: one thread writes, several read. */
final class SqliteEngine implements Engine {

    /** More would gain little, and whoever came first would wait long for the commit. */
    private static final int BATCH = 100;

    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(2);

    private final WorkCounts counts = new WorkCounts();
    private final WorkQueue writes;
    private final WorkQueue reads;
    private final List<SqliteThread> threads = new ArrayList<>();

    private SqliteEngine(int queue) {
        writes = new WorkQueue(queue);
        reads = new WorkQueue(queue);
    }

    /** The schema is up to date already. */
    static SqliteEngine open(SqliteFile file, DatabaseOptions options) throws IOException {
        SqliteEngine engine = new SqliteEngine(options.queue());
        List<Connection> opened = new ArrayList<>();
        try {
            engine.add("database-writer", engine.writes, file.writing(), BATCH, opened);
            for (int i = 0; i < options.readers(); i++) {
                engine.add("database-reader-" + i, engine.reads, file.reading(), 1, opened);
            }
        } catch (SQLException e) {
            for (Connection connection : opened) {
                closeQuietly(connection);
            }
            throw Schema.unusable(file.path().toString(), e);
        }
        engine.threads.forEach(SqliteThread::start);
        return engine;
    }

    private void add(String name, WorkQueue queue, SQLiteDataSource source, int batch, List<Connection> opened)
            throws SQLException {
        Connection connection = source.getConnection();
        opened.add(connection);
        threads.add(
                new SqliteThread(name, queue, source, connection, queue == writes ? counts : new WorkCounts(), batch));
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // The reason why it is closed is reported already.
        }
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public WorkCounts counts() {
        return counts;
    }

    @Override
    public <T extends @Nullable Object> CompletionStage<T> read(SqlWork<T> work) {
        Job<T> job = new Job<>(WorkKind.READ, work, counts);
        reads.put(job);
        return job.stage();
    }

    @Override
    public <T extends @Nullable Object> CompletionStage<T> write(SqlWork<T> work) {
        Job<T> job = new Job<>(WorkKind.WRITE, work, counts);
        writes.put(job);
        return job.stage();
    }

    @Override
    public int waiting(WorkKind kind) {
        return switch (kind) {
            case READ -> reads.size();
            case WRITE -> writes.size();
        };
    }

    @Override
    public void close() {
        writes.close();
        reads.close();
        boolean ended = true;
        // The writer is first; what is left of its time is enough for the readers, who have been at it meanwhile.
        for (SqliteThread thread : threads) {
            ended &= thread.join(ended ? DRAIN : Duration.ofMillis(1));
        }
        if (!ended) {
            writes.abandon();
            reads.abandon();
            threads.forEach(SqliteThread::interrupt);
            threads.forEach(thread -> thread.join(STOP));
        }
    }
}
