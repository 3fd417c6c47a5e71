package dev.parley.storage;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables and their versions. Each folder of migrations has a history of its own, so that modules do not have to agree on
 * numbers.
 *
 * @param place what messages call the database
 * @param folders on the class path
 */
record Schema(DataSource source, String place, List<String> folders) {

    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    /** @param pending migrations that the next start applies */
    record Count(int applied, int pending) {
        Count plus(Count other) {
            return new Count(applied + other.applied, pending + other.pending);
        }
    }

    /** Brings every folder's tables up to date. Several processes may do so at once where the database has locks. */
    void migrate() throws IOException {
        try {
            // All are looked at before any is changed: a database of a newer version stays as it is.
            if (count().pending() == 0) {
                return;
            }
            for (String folder : folders) {
                int done = flyway(folder).migrate().migrationsExecuted;
                if (done > 0) {
                    LOG.info("database schema {}: {} migrations applied", name(folder), done);
                }
            }
        } catch (FlywayException e) {
            throw unusable(place, e);
        }
    }

    /** Changes nothing. */
    Count count() throws IOException {
        int current = HistoryGlance.current(source, folders);
        return current < 0 ? flywaysCount() : new Count(current, 0);
    }

    private Count flywaysCount() throws IOException {
        try {
            Count sum = new Count(0, 0);
            for (String folder : folders) {
                sum = sum.plus(count(folder));
            }
            return sum;
        } catch (FlywayException e) {
            throw unusable(place, e);
        }
    }

    private Count count(String folder) throws IOException {
        int applied = 0;
        int pending = 0;
        for (MigrationInfo migration : flyway(folder).info().all()) {
            MigrationState state = migration.getState();
            if (migration.getType().isBaseline()) {
                continue;
            }
            if (state.isFailed()) {
                throw new IOException(
                        describe(folder, migration) + " failed half way: restore a backup of the database");
            }
            if (state.isApplied() && !state.isResolved()) {
                throw new IOException(
                        describe(folder, migration)
                                + " is not known to this version: a newer one has used the database; run that, or restore a backup");
            }
            if (state.isApplied() && !migration.isChecksumMatching()) {
                throw new IOException(describe(folder, migration) + " is not the one this version has");
            }
            if (state.isApplied()) {
                applied++;
            } else {
                pending++;
            }
        }
        return new Count(applied, pending);
    }

    private String describe(String folder, MigrationInfo migration) {
        return "database " + place + ": migration " + migration.getVersion() + " of " + name(folder);
    }

    private Flyway flyway(String folder) {
        return Flyway.configure(Schema.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(source)
                .locations("classpath:" + folder)
                .failOnMissingLocations(true)
                .table(historyTable(folder))
                // Tables of other folders may be there before this folder's history is.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .ignoreMigrationPatterns(new String[0])
                .cleanDisabled(true)
                .load();
    }

    static String historyTable(String folder) {
        return "schema_history_" + name(folder);
    }

    private static String name(String folder) {
        return folder.substring(folder.lastIndexOf('/') + 1).replace('-', '_');
    }

    /** For the operator, in the first sentence that says why. */
    static IOException unusable(String place, Throwable cause) {
        String meaning = Failures.meaning(cause);
        return new IOException("database " + place + ": " + (meaning == null ? reason(cause) : meaning), cause);
    }

    private static String reason(Throwable thrown) {
        Throwable at = thrown;
        @Nullable Throwable next = at.getCause();
        while (next != null && next != at) {
            at = next;
            next = at.getCause();
        }
        String message = at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
        return String.join(" ", Arrays.asList(message.split("\\s+")));
    }
}
