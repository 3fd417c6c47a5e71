package dev.parley.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/**
 * A platform thread with a connection of its own that works off a queue. SQLite's calls are native and would pin a virtual
 * thread.
 *
 * <p>What waits together, up to a limit, shares one transaction, and each job has a savepoint in it, so that one that throws is
 * undone alone. Jobs are answered, in order, after the transaction has ended.
 */
final class SqliteThread {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteThread.class);

    private final Thread thread;
    private final WorkQueue queue;
    private final SQLiteDataSource source;
    private final WorkCounts counts;
    private final int batch;
    private final Jdbi jdbi;

    /** Null after a failure: what state the old one was in is not worth finding out. Changed on the thread only. */
    private volatile @Nullable Connection connection;

    /**
     * @param first opened already, so that what is wrong shows early
     * @param batch how many jobs may share a transaction
     */
    SqliteThread(
            String name, WorkQueue queue, SQLiteDataSource source, Connection first, WorkCounts counts, int batch) {
        this.queue = queue;
        this.source = source;
        this.counts = counts;
        this.batch = batch;
        this.connection = first;
        this.jdbi = Statements.over(new Borrowed());
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        List<Job<?>> jobs = queue.take(batch);
        while (!jobs.isEmpty()) {
            try {
                transact(jobs);
            } catch (SQLException | RuntimeException | Error e) {
                // An error of a work must not end the only thread that writes.
                LOG.warn(
                        "a database transaction failed: {}",
                        Failures.explained(e).getMessage());
                jobs.forEach(job -> job.fail(e));
                discard();
            }
            jobs.forEach(Job::answer);
            jobs = queue.take(batch);
        }
        discard();
    }

    private void transact(List<Job<?>> jobs) throws SQLException {
        Connection open = connection();
        open.setAutoCommit(false);
        for (Job<?> job : jobs) {
            Savepoint before = open.setSavepoint();
            Throwable failure = job.run(jdbi);
            try {
                if (failure != null) {
                    open.rollback(before);
                }
                open.releaseSavepoint(before);
            } catch (SQLException e) {
                // SQLite gave up the whole transaction, as it does when the disk is full; none of the jobs was done.
                throw new SQLException("SQLite rolled the transaction back", failure == null ? e : failure);
            }
        }
        open.setAutoCommit(true);
        counts.batch(jobs.size());
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = source.getConnection();
            connection = open;
        }
        return open;
    }

    private void discard() {
        Connection old = connection;
        connection = null;
        if (old != null) {
            try {
                old.close();
            } catch (SQLException e) {
                LOG.debug("closing a connection failed", e);
            }
        }
    }

    /** Waits for the thread's end. The queue is closed. */
    boolean join(Duration most) {
        try {
            return thread.join(most);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends the statement that runs. */
    void interrupt() {
        if (connection instanceof SQLiteConnection open) {
            try {
                open.getDatabase().interrupt();
            } catch (SQLException e) {
                LOG.debug("interrupting a statement failed", e);
            }
        }
    }

    /** Lends the thread's connection to handles, which leave it open. */
    private final class Borrowed implements ConnectionFactory {
        @Override
        public Connection openConnection() throws SQLException {
            return connection();
        }

        @Override
        public void closeConnection(Connection lent) {
            // It is the thread's.
        }
    }
}
