package dev.parley.chat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table chat_messages in one transaction. */
record Messages(Sql sql) {

    /** How many a page of history has (vchat 3, M1). */
    static final int PAGE = 30;

    /** For a SELECT from chat_messages as l. */
    static final String COLUMNS =
            "l.id, l.room_id, l.type, l.content, l.attachment, l.sender_id, l.sender_name, l.sender_picture,"
                    + " l.created_at";

    /** UTF-16 units of the contents and attachments of a page. */
    private static final int PAGE_UNITS = 100_000;

    static final String INSERT = """
            INSERT INTO chat_messages (room_id, id, created_at, type, sender_id, sender_name, sender_picture, content,
            attachment, client_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    static final String ONE = "SELECT " + COLUMNS + " FROM chat_messages l WHERE l.room_id = ? AND l.id = ?";

    static final String BY_CLIENT_ID =
            "SELECT " + COLUMNS + " FROM chat_messages l WHERE l.room_id = ? AND l.sender_id = ? AND l.client_id = ?";

    static final String NEWEST =
            "SELECT " + COLUMNS + " FROM chat_messages l WHERE l.room_id = ? ORDER BY l.id DESC LIMIT " + PAGE;

    static final String BEFORE = "SELECT " + COLUMNS
            + " FROM chat_messages l WHERE l.room_id = ? AND l.id < ? ORDER BY l.id DESC LIMIT " + PAGE;

    void insert(Message message, @Nullable String clientId) {
        sql.update(
                INSERT,
                message.roomId(),
                message.id(),
                message.createdAt(),
                message.type().label(),
                message.senderId(),
                message.senderName(),
                message.senderPicture(),
                message.content(),
                message.attachment(),
                clientId);
    }

    Message get(String room, @Nullable String id) {
        Message found = sql.first(ONE, row -> read(row, 0), room, id);
        if (found == null) {
            throw new IllegalStateException("chat room " + room + " has no last message");
        }
        return found;
    }

    @Nullable
    Message byClientId(String room, String sender, String clientId) {
        return sql.first(BY_CLIENT_ID, row -> read(row, 0), room, sender, clientId);
    }

    /** Newest first. */
    List<Message> newest(String room) {
        return cut(sql.list(NEWEST, row -> read(row, 0), room));
    }

    /** Those before a message, newest first. */
    List<Message> before(String room, String id) {
        return cut(sql.list(BEFORE, row -> read(row, 0), room, id));
    }

    /** The first ones, so many that a page of long messages is not longer than a connection can take; one at least. */
    private static List<Message> cut(List<Message> messages) {
        int units = 0;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            units += message.content().length()
                    + (message.attachment() == null ? 0 : message.attachment().length());
            if (i > 0 && units > PAGE_UNITS) {
                return List.copyOf(messages.subList(0, i));
            }
        }
        return messages;
    }

    /** @param before columns in front of the message's */
    static Message read(ResultSet row, int before) throws SQLException {
        return new Message(
                row.getString(before + 1),
                row.getString(before + 2),
                MessageType.stored(row.getString(before + 3)),
                row.getString(before + 4),
                row.getString(before + 5),
                row.getString(before + 6),
                row.getString(before + 7),
                row.getString(before + 8),
                row.getLong(before + 9));
    }
}
