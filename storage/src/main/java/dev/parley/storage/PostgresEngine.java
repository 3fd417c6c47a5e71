package dev.parley.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** PostgreSQL: a pool of connections, a virtual thread and a transaction for each work. */
final class PostgresEngine implements Engine {

    private static final int TRIES = 4;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int TURN_SECONDS = 10;
    private static final int DRAIN_SECONDS = 10;

    private final WorkCounts counts = new WorkCounts();
    private final HikariDataSource pool;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("database-", 0).factory());

    /** Works there may be: those that run and those that wait. */
    private final Semaphore room;

    /** Works that may run. Asked before the pool, so that the pool's only reason to keep one waiting is the database. */
    private final Semaphore turns;

    private final AtomicInteger waitingReads = new AtomicInteger();
    private final AtomicInteger waitingWrites = new AtomicInteger();

    private PostgresEngine(HikariDataSource pool, DatabaseOptions options) {
        this.pool = pool;
        room = new Semaphore(options.connections() + options.queue());
        turns = new Semaphore(options.connections(), true);
    }

    /** The schema is up to date already. */
    static PostgresEngine open(PostgresUrl url, DatabaseOptions options) throws IOException {
        HikariConfig config = new HikariConfig();
        config.setPoolName("parley");
        config.setDataSource(url.source());
        config.setAutoCommit(false);
        config.setMaximumPoolSize(options.connections());
        config.setMinimumIdle(Math.min(2, options.connections()));
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setInitializationFailTimeout(CONNECT_MILLIS);
        try {
            return new PostgresEngine(new HikariDataSource(config), options);
        } catch (RuntimeException e) {
            throw Schema.unusable(url.toString(), e);
        }
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    public WorkCounts counts() {
        return counts;
    }

    @Override
    public <T extends @Nullable Object> CompletionStage<T> read(SqlWork<T> work) {
        Job<T> job = new Job<>(WorkKind.READ, work, counts);
        submit(job, WorkKind.READ);
        return job.stage();
    }

    @Override
    public <T extends @Nullable Object> CompletionStage<T> write(SqlWork<T> work) {
        Job<T> job = new Job<>(WorkKind.WRITE, work, counts);
        submit(job, WorkKind.WRITE);
        return job.stage();
    }

    private void submit(Job<?> job, WorkKind kind) {
        if (!room.tryAcquire()) {
            job.refuse(new DatabaseBusyException());
            return;
        }
        try {
            threads.execute(() -> {
                try {
                    inTurn(job, kind);
                } finally {
                    room.release();
                }
                job.answer();
            });
        } catch (RejectedExecutionException e) {
            room.release();
            job.refuse(DatabaseUnavailableException.closed());
        }
    }

    private void inTurn(Job<?> job, WorkKind kind) {
        AtomicInteger waiting = waits(kind);
        waiting.incrementAndGet();
        boolean mine = false;
        try {
            mine = turns.tryAcquire(TURN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.decrementAndGet();
        }
        if (!mine) {
            job.fail(
                    Thread.currentThread().isInterrupted()
                            ? DatabaseUnavailableException.closed()
                            : new DatabaseBusyException());
            return;
        }
        try {
            transact(job, kind);
        } finally {
            turns.release();
        }
    }

    private void transact(Job<?> job, WorkKind kind) {
        try (Connection connection = pool.getConnection()) {
            Jdbi jdbi = Statements.over(new Lent(connection));
            int tries = 1;
            Throwable failure = attempt(job, jdbi, connection, kind);
            while (failure != null && tries < TRIES && Failures.isRetryable(failure)) {
                tries++;
                failure = attempt(job, jdbi, connection, kind);
            }
        } catch (SQLException | RuntimeException e) {
            job.fail(pool.isClosed() ? DatabaseUnavailableException.closed() : e);
        }
    }

    /** @return null if it is committed */
    private static @Nullable Throwable attempt(Job<?> job, Jdbi jdbi, Connection connection, WorkKind kind)
            throws SQLException {
        Throwable failure = null;
        try {
            if (kind == WorkKind.READ) {
                readOneState(connection);
            }
            failure = job.run(jdbi);
            if (failure == null) {
                connection.commit();
            }
        } catch (SQLException e) {
            job.fail(e);
            failure = e;
        }
        if (failure != null && !connection.isClosed()) {
            connection.rollback();
        }
        return failure;
    }

    /** Said in the transaction rather than by the driver's setters, which would cost a round trip each to set and to reset. */
    private static void readOneState(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        }
    }

    private AtomicInteger waits(WorkKind kind) {
        return switch (kind) {
            case READ -> waitingReads;
            case WRITE -> waitingWrites;
        };
    }

    @Override
    public int waiting(WorkKind kind) {
        return waits(kind).get();
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        pool.close();
    }

    /** Lends a connection to handles, which leave it open: its transaction ends after theirs. */
    private record Lent(Connection connection) implements ConnectionFactory {
        @Override
        public Connection openConnection() {
            return connection;
        }

        @Override
        public void closeConnection(Connection lent) {
            // Goes back to the pool later.
        }
    }
}
