package dev.parley.bench;

import dev.parley.chat.Chat;
import dev.parley.storage.Database;
import dev.parley.storage.DatabaseOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** What SQLite and the disk allow: the statements that a message needs, by one thread, many messages a transaction. */
final class BareInserts {

    private static final int PER_TRANSACTION = 100;
    private static final String INSERT =
            "INSERT INTO chat_messages (room_id, id, created_at, type, sender_id, sender_name,"
                    + " sender_picture, content, attachment, client_id) VALUES (?, ?, ?, 'text', ?, ?, ?, ?, NULL, NULL)";
    private static final String ROOM =
            "UPDATE chat_rooms SET updated_at = ?, message_count = ?, last_message_id = ?, version = ? WHERE id = ?";

    private BareInserts() {}

    /** @return messages per second */
    static double run(Path folder, Shape shape, double seconds) throws IOException, SQLException {
        Database.open(new DatabaseOptions(folder, null, List.of(Chat.SCHEMA), 1, 1, 10))
                .close();
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.enforceForeignKeys(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + folder.resolve("parley.db"));
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            rooms(connection, shape);
            return messages(connection, shape, seconds);
        }
    }

    private static void rooms(Connection connection, Shape shape) throws SQLException {
        try (PreparedStatement room = connection.prepareStatement("INSERT INTO chat_rooms (id, app, kind, updated_at,"
                        + " created_at, message_count, version, member_count, next_position, creator_id, title, picture)"
                        + " VALUES (?, 'default', 'group', 0, 0, 0, '', 10, 10, '', 'title', 'picture')");
                PreparedStatement member =
                        connection.prepareStatement("INSERT INTO chat_members (room_id, user_id, app,"
                                + " role, muted, seen, position) VALUES (?, ?, 'default', 'member', 0, 0, ?)")) {
            for (int i = 0; i < shape.rooms(); i++) {
                room.setString(1, id(i));
                room.execute();
                for (int j = 0; j < shape.members(); j++) {
                    member.setString(1, id(i));
                    member.setString(2, id(shape.user(i, j)));
                    member.setInt(3, j);
                    member.execute();
                }
            }
        }
        connection.commit();
    }

    private static double messages(Connection connection, Shape shape, double seconds) throws SQLException {
        String readers = ", ?".repeat(shape.members()).substring(2);
        long start = System.nanoTime();
        long sent = 0;
        try (PreparedStatement insert = connection.prepareStatement(INSERT);
                PreparedStatement seen = connection.prepareStatement(
                        "UPDATE chat_members SET seen = ? WHERE room_id = ? AND user_id IN (" + readers + ")");
                PreparedStatement room = connection.prepareStatement(ROOM)) {
            while (System.nanoTime() - start < seconds * 1e9) {
                for (int i = 0; i < PER_TRANSACTION; i++, sent++) {
                    message(insert, seen, room, shape, sent);
                }
                connection.commit();
            }
        }
        return sent / ((System.nanoTime() - start) / 1e9);
    }

    private static void message(
            PreparedStatement insert, PreparedStatement seen, PreparedStatement room, Shape shape, long number)
            throws SQLException {
        int at = (int) (number % shape.rooms());
        long count = number / shape.rooms() + 1;
        insert.setString(1, id(at));
        insert.setString(2, id(number));
        insert.setLong(3, number);
        insert.setString(4, id(shape.user(at, 0)));
        insert.setString(5, "Some Name");
        insert.setString(6, "default_user_image.png");
        insert.setString(7, shape.text(number));
        insert.execute();
        seen.setLong(1, count);
        seen.setString(2, id(at));
        for (int j = 0; j < shape.members(); j++) {
            seen.setString(3 + j, id(shape.user(at, j)));
        }
        seen.execute();
        room.setLong(1, number);
        room.setLong(2, count);
        room.setString(3, id(number));
        room.setString(4, id(number + 1));
        room.setString(5, id(at));
        room.execute();
    }

    private static String id(long number) {
        return String.format("a%023x", number);
    }
}
