package dev.parley.storage;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a schema is exactly up to date, by plain JDBC. Flyway would find out too, but loading it is a good part of a start. Where
 * anything is not as it is nearly always, the answer is no, and Flyway says what it is.
 */
final class HistoryGlance {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryGlance.class);

    private HistoryGlance() {}

    /** @return how many migrations all the folders have had, each of them as it is known here; -1 if Flyway has to look */
    static int current(DataSource source, List<String> folders) {
        try (Connection connection = source.getConnection()) {
            int sum = 0;
            for (String folder : folders) {
                KnownMigrations known = KnownMigrations.in(folder);
                if (known == null || !known.checksums().equals(applied(connection, folder))) {
                    return -1;
                }
                sum += known.checksums().size();
            }
            return sum;
        } catch (SQLException | IOException e) {
            LOG.debug("the schema's history cannot be read: Flyway will say why", e);
            return -1;
        }
    }

    /** @return null if there is anything but applied SQL migrations */
    private static @Nullable Map<String, Integer> applied(Connection connection, String folder) throws SQLException {
        Map<String, Integer> applied = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT version, type, checksum, success FROM " + table(connection, folder))) {
            while (rows.next()) {
                String version = rows.getString("version");
                String type = rows.getString("type");
                if (!rows.getBoolean("success")) {
                    return null;
                }
                if (type.equals("BASELINE") && "0".equals(version)) {
                    continue;
                }
                int checksum = rows.getInt("checksum");
                if (rows.wasNull()
                        || !type.equals("SQL")
                        || version == null
                        || applied.put(version, checksum) != null) {
                    return null;
                }
            }
        }
        return applied;
    }

    /** In the schema where Flyway would make it: in PostgreSQL, one that comes later in the search path may have it too. */
    private static String table(Connection connection, String folder) throws SQLException {
        String schema = connection.getSchema();
        String prefix = schema == null || schema.isEmpty() ? "" : quoted(schema) + ".";
        return prefix + quoted(Schema.historyTable(folder));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
