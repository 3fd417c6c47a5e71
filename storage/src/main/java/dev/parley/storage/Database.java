package dev.parley.storage;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletionStage;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;

/**
 * One database, open. Any thread.
 *
 * <p>Work waits in a bounded queue. In SQLite one connection writes: works that wait together share a transaction, each in a
 * savepoint of its own, and are answered after the commit, in the order they were given. In PostgreSQL each work is a
 * transaction of its own (READ COMMITTED), and works given one after the other may run side by side.
 *
 * <p>Stages are completed on threads that others wait for: what follows must not block there.
 */
public final class Database implements AutoCloseable, MeterBinder {

    /** Of Parley's among the advisory locks of a PostgreSQL database. */
    private static final long MIGRATION_LOCK = 0x5061726c6579L;

    private final Engine engine;

    private Database(Engine engine) {
        this.engine = engine;
    }

    /**
     * Opens it and brings its schema up to date. Blocks.
     *
     * @throws IOException if it cannot be reached or is not usable; the message says what to do and holds no password
     */
    public static Database open(DatabaseOptions options) throws IOException {
        return new Database(options.url() == null ? openSqlite(options) : openPostgres(options, options.url()));
    }

    private static Engine openSqlite(DatabaseOptions options) throws IOException {
        SqliteFile file = SqliteFile.in(options.folder());
        file.make();
        try (MigrationLock _ = MigrationLock.take(file)) {
            new Schema(file.writing(), file.path().toString(), options.schemas()).migrate();
        }
        return SqliteEngine.open(file, options);
    }

    private static Engine openPostgres(DatabaseOptions options, String text) throws IOException {
        PostgresUrl url = PostgresUrl.parse(text);
        migrate(url, options);
        return PostgresEngine.open(url, options);
    }

    /** One process after the other: two that make the first tables at once would stand in each other's way. */
    private static void migrate(PostgresUrl url, DatabaseOptions options) throws IOException {
        DataSource source = url.patientSource();
        try (Connection lock = source.getConnection();
                Statement statement = lock.createStatement()) {
            // Held until the connection ends, however that comes.
            statement.execute("SELECT pg_advisory_lock(" + MIGRATION_LOCK + ")");
            new Schema(source, url.toString(), options.schemas()).migrate();
        } catch (SQLException e) {
            throw Schema.unusable(url.toString(), e);
        }
    }

    /** Looks at it and changes nothing. Blocks. */
    public static SchemaState inspect(DatabaseOptions options) {
        Dialect dialect = options.url() == null ? Dialect.SQLITE : Dialect.POSTGRESQL;
        try {
            Schema.Count count = schemaToInspect(options).count();
            return new SchemaState(dialect, count.applied(), count.pending(), "");
        } catch (IOException e) {
            return new SchemaState(dialect, 0, 0, String.valueOf(e.getMessage()));
        }
    }

    private static Schema schemaToInspect(DatabaseOptions options) throws IOException {
        if (options.url() != null) {
            PostgresUrl url = PostgresUrl.parse(options.url());
            return new Schema(url.source(), url.toString(), options.schemas());
        }
        SqliteFile file = SqliteFile.in(options.folder());
        if (file.exists()) {
            return new Schema(file.reading(), file.path().toString(), options.schemas());
        }
        SQLiteDataSource empty = new SQLiteDataSource();
        empty.setUrl("jdbc:sqlite::memory:");
        return new Schema(empty, file.path().toString(), options.schemas());
    }

    public Dialect dialect() {
        return engine.dialect();
    }

    /**
     * Reads, seeing one state of the database.
     *
     * @return completed on a thread of the database; with what the work threw, {@link DatabaseBusyException} or
     *     {@link DatabaseUnavailableException}
     */
    public <T extends @Nullable Object> CompletionStage<T> read(SqlWork<T> work) {
        return engine.read(work);
    }

    /**
     * Writes in a transaction; all of the work or nothing of it.
     *
     * @return completed on a thread of the database once it is committed and on disk; with what the work threw,
     *     {@link DatabaseBusyException} or {@link DatabaseUnavailableException}
     */
    public <T extends @Nullable Object> CompletionStage<T> write(SqlWork<T> work) {
        return engine.write(work);
    }

    /** Registers what is counted; call it once. */
    @Override
    public void bindTo(MeterRegistry registry) {
        for (WorkKind kind : WorkKind.values()) {
            Gauge.builder("parley.database.waiting", engine, e -> e.waiting(kind))
                    .description("Works that wait for the database")
                    .tag("kind", kind.label())
                    .register(registry);
            for (WorkCounts.Result result : WorkCounts.Result.values()) {
                FunctionCounter.builder("parley.database.works", engine.counts(), c -> c.get(kind, result))
                        .description("Works that ended, or were refused because too many waited")
                        .tag("kind", kind.label())
                        .tag("result", result.label())
                        .register(registry);
            }
        }
        if (engine.dialect() == Dialect.SQLITE) {
            engine.counts()
                    .measureBatches(DistributionSummary.builder("parley.database.batch")
                            .description("Works that shared a transaction")
                            .serviceLevelObjectives(1, 2, 5, 10, 25, 50, 100)
                            .register(registry));
        }
    }

    /** Lets what waits end, for some seconds at most, and closes. What is asked later fails. */
    @Override
    public void close() {
        engine.close();
    }
}
