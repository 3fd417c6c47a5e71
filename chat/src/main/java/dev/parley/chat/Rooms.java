package dev.parley.chat;

import dev.parley.storage.Dialect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table chat_rooms in one transaction. */
record Rooms(Sql sql) {

    /** How many a page of rooms has (vchat 3, R2). */
    static final int PAGE = 20;

    /** How many single rooms are listed at once. */
    static final int SINGLES = 500;

    static final String ONE = "SELECT " + RoomRow.COLUMNS + " FROM chat_rooms r WHERE r.id = ?";

    static final String ID_BY_PAIR = "SELECT id FROM chat_rooms WHERE app = ? AND low_user = ? AND high_user = ?";

    static final String INSERT = """
            INSERT INTO chat_rooms (id, app, kind, updated_at, created_at, message_count, last_message_id, version,
            member_count, next_position, creator_id, low_user, high_user, blocker_id, title, picture)
            VALUES (?, ?, ?, ?, ?, 0, NULL, ?, ?, ?, ?, ?, ?, NULL, ?, ?) ON CONFLICT (app, low_user, high_user) DO NOTHING""";

    static final String UPDATE = """
            UPDATE chat_rooms SET title = ?, picture = ?, blocker_id = ?, updated_at = ?, message_count = ?, member_count = ?,
            next_position = ?, last_message_id = ?, version = ? WHERE id = ?""";

    /** A room, how one member stands to it, its last message, and how much the peer has read. */
    private static final String VIEW =
            "SELECT " + RoomRow.COLUMNS + ", " + MemberRow.COLUMNS + ", " + Messages.COLUMNS + ", p.seen FROM ";

    private static final String VIEW_JOINS = " JOIN chat_messages l ON l.room_id = r.id AND l.id = r.last_message_id"
            + " LEFT JOIN chat_members p ON p.room_id = r.id"
            + " AND p.user_id = CASE WHEN r.low_user = m.user_id THEN r.high_user ELSE r.low_user END";

    static final String VIEW_ONE = VIEW
            + "chat_rooms r JOIN chat_members m ON m.room_id = r.id AND m.user_id = ?"
            + VIEW_JOINS
            + " WHERE r.id = ?";

    /** The page is cut from narrow rows, before the messages are looked up. */
    static final String VIEW_PAGE = VIEW
            + "(SELECT pm.room_id, pm.user_id FROM chat_members pm JOIN chat_rooms pr ON pr.id = pm.room_id"
            + " WHERE pm.app = ? AND pm.user_id = ?"
            + " ORDER BY pr.updated_at DESC, pr.id DESC LIMIT " + PAGE + " OFFSET ?) page"
            + " JOIN chat_rooms r ON r.id = page.room_id"
            + " JOIN chat_members m ON m.room_id = page.room_id AND m.user_id = page.user_id"
            + VIEW_JOINS
            + " ORDER BY r.updated_at DESC, r.id DESC";

    static final String SINGLES_AFTER = "SELECT r.id, r.low_user, r.high_user"
            + " FROM chat_members m JOIN chat_rooms r ON r.id = m.room_id"
            + " WHERE m.app = ? AND m.user_id = ? AND m.room_id > ? AND r.kind = 'single'"
            + " ORDER BY m.room_id LIMIT " + SINGLES;

    @Nullable
    RoomRow get(String id) {
        return sql.first(ONE, RoomRow::read, id);
    }

    /** Nobody else changes it, or gets it in this way, until the transaction ends. SQLite has only one that writes anyway. */
    @Nullable
    RoomRow lock(String id, Dialect dialect) {
        String statement = switch (dialect) {
            case SQLITE -> ONE;
            case POSTGRESQL -> ONE + " FOR UPDATE";
        };
        return sql.first(statement, RoomRow::read, id);
    }

    @Nullable
    String idByPair(String app, String low, String high) {
        return sql.first(ID_BY_PAIR, row -> row.getString(1), app, low, high);
    }

    /** @return false if the two have a room already */
    boolean insert(RoomRow room) {
        RoomRow.Changing now = room.changing();
        return sql.update(
                        INSERT,
                        room.id(),
                        room.app(),
                        room.kind().label(),
                        now.updatedAt(),
                        now.updatedAt(),
                        now.version(),
                        now.counts().members(),
                        now.counts().nextPosition(),
                        room.creatorId(),
                        room.lowUser(),
                        room.highUser(),
                        now.title(),
                        now.picture())
                > 0;
    }

    void update(String id, RoomRow.Changing now) {
        sql.update(
                UPDATE,
                now.title(),
                now.picture(),
                now.blockerId(),
                now.updatedAt(),
                now.counts().messages(),
                now.counts().members(),
                now.counts().nextPosition(),
                now.lastMessageId(),
                now.version(),
                id);
    }

    /** Null if the user is not in the room. */
    @Nullable
    RoomView view(String room, String user) {
        return sql.first(VIEW_ONE, Views::read, user, room);
    }

    /** A user's rooms, the one with the newest message first. */
    List<RoomView> page(UserKey user, int page) {
        return sql.list(VIEW_PAGE, Views::read, user.app(), user.id(), (long) page * PAGE);
    }

    /** A user's single rooms by id, from one on. */
    List<SingleRoom> singles(UserKey user, String after) {
        return sql.list(
                SINGLES_AFTER,
                row -> new SingleRoom(
                        row.getString(1), user.id().equals(row.getString(2)) ? row.getString(3) : row.getString(2)),
                user.app(),
                user.id(),
                after);
    }
}
