package dev.parley.storage;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/** What an exception of a driver means, in words for a person. */
final class Failures {

    private Failures() {}

    /** The same, or what it means if the database itself failed rather than what was asked of it. */
    static Throwable explained(Throwable thrown) {
        String meaning = thrown instanceof DatabaseUnavailableException ? null : meaning(thrown);
        return meaning == null ? thrown : new DatabaseUnavailableException(meaning, thrown);
    }

    /** Whether the database gave the transaction up so that another could go on; the same again may succeed. */
    static boolean isRetryable(Throwable thrown) {
        SQLException sql = sql(thrown);
        return sql != null && ("40001".equals(sql.getSQLState()) || "40P01".equals(sql.getSQLState()));
    }

    /** Null if it is not the database itself that failed. */
    static @Nullable String meaning(Throwable thrown) {
        SQLException sql = sql(thrown);
        return switch (sql) {
            case null -> null;
            case SQLiteException lite -> sqlite(lite);
            case SQLTransientConnectionException connection -> unreachable(connection);
            case SQLException other -> postgres(other);
        };
    }

    private static @Nullable String sqlite(SQLiteException e) {
        return switch (e.getErrorCode()) {
            case 5, 6 -> "another process keeps the SQLite database locked";
            case 8 -> "the SQLite database cannot be written: check the rights of its file and folder";
            case 9 -> "the database is closed";
            case 10 -> "reading or writing the SQLite database failed: check the disk";
            case 11 -> "the SQLite database is damaged: restore a backup of parley.db";
            case 13 -> "the disk of the SQLite database is full: make room";
            case 14 -> "the SQLite database cannot be opened: check the rights of its file and folder";
            case 26 -> "parley.db is not an SQLite database: move it away or restore a backup";
            default -> null;
        };
    }

    /** The pool gives up with its own words; why it could not connect is in the cause. */
    private static String unreachable(SQLException e) {
        return e.getCause() instanceof SQLException cause && cause.getMessage() != null
                ? "PostgreSQL cannot be reached: " + cause.getMessage()
                : "PostgreSQL cannot be reached (database.url): no connection in time";
    }

    private static @Nullable String postgres(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.startsWith("08") || state.startsWith("57P") || state.equals("55000")) {
            return "the connection to PostgreSQL is lost: " + e.getMessage();
        }
        if (state.startsWith("53") || state.startsWith("58") || state.startsWith("XX")) {
            return "PostgreSQL failed: " + e.getMessage();
        }
        if (state.startsWith("28") || state.startsWith("3D")) {
            return "PostgreSQL refuses: " + e.getMessage();
        }
        return null;
    }

    /** The first of the causes that a driver made. */
    private static @Nullable SQLException sql(Throwable thrown) {
        Throwable at = thrown;
        // A chain of causes is short; the bound is for one that bites its tail.
        for (int depth = 0; at != null && depth < 20; depth++) {
            if (at instanceof SQLException sql && isOfADriver(sql)) {
                return sql;
            }
            at = at.getCause();
        }
        return null;
    }

    private static boolean isOfADriver(SQLException e) {
        return e.getSQLState() != null || e instanceof SQLiteException || e instanceof SQLTransientConnectionException;
    }
}
