package dev.parley.chat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements in one transaction. One thread. Messages of what it throws hold none of the arguments. */
final class Sql {

    private final Connection connection;
    private final @Nullable PreparedStatements kept;

    private Sql(Connection connection, @Nullable PreparedStatements kept) {
        this.connection = connection;
        this.kept = kept;
    }

    /** Prepares statements for one use. */
    static Sql on(Connection connection) {
        return new Sql(connection, null);
    }

    /** Keeps what it prepares for the next transaction. */
    static Sql on(Connection connection, PreparedStatements kept) {
        return new Sql(connection, kept);
    }

    /** Makes a value of the row at which the result set stands. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private interface Use<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    /** @return rows changed */
    int update(String sql, @Nullable Object... arguments) {
        return use(sql, arguments, PreparedStatement::executeUpdate);
    }

    /** Runs it once for each. */
    void updateEach(String sql, List<@Nullable Object[]> rows) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (@Nullable Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... arguments) {
        return use(sql, arguments, statement -> {
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reader.read(result));
                }
            }
            return rows;
        });
    }

    <T> @Nullable T first(String sql, RowReader<T> reader, @Nullable Object... arguments) {
        List<T> rows = list(sql, reader, arguments);
        return rows.isEmpty() ? null : rows.getFirst();
    }

    private <T> T use(String sql, @Nullable Object[] arguments, Use<T> use) {
        try {
            if (kept != null) {
                PreparedStatement statement = kept.prepare(connection, sql);
                bind(statement, arguments);
                return use.with(statement);
            }
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(statement, arguments);
                return use.with(statement);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** With the driver's exception as its cause, from which the database tells what it means. */
    private static IllegalStateException failed(SQLException e) {
        return new IllegalStateException("a chat statement failed", e);
    }

    private static void bind(PreparedStatement statement, @Nullable Object[] arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
    }
}
