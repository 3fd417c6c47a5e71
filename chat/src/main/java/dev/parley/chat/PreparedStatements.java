package dev.parley.chat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The prepared statements of SQLite's one writing connection, kept from one transaction to the next: preparing costs as much as
 * running. Belongs to the thread that writes. There are as many as there are different texts, which are few.
 *
 * <p>PostgreSQL's driver keeps its own.
 */
final class PreparedStatements {

    private final Map<String, PreparedStatement> statements = new HashMap<>();

    /** Changes when the database opens a new connection after a failure; the old one's statements died with it. */
    private @Nullable Connection owner;

    PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        if (owner != connection) {
            statements.clear();
            owner = connection;
        }
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }
}
