package dev.parley.chat;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A row of chat_rooms. */
record RoomRow(
        String id,
        String app,
        RoomKind kind,
        String creatorId,
        @Nullable String lowUser,
        @Nullable String highUser,
        Changing changing) {

    /**
     * What operations change.
     *
     * @param version of the room and its members
     */
    record Changing(
            @Nullable String title,
            @Nullable String picture,
            @Nullable String blockerId,
            long updatedAt,
            Counts counts,
            @Nullable String lastMessageId,
            String version) {

        Changing withInfo(@Nullable String newTitle, @Nullable String newPicture) {
            return new Changing(
                    newTitle == null ? title : newTitle,
                    newPicture == null ? picture : newPicture,
                    blockerId,
                    updatedAt,
                    counts,
                    lastMessageId,
                    version);
        }

        Changing withBlocker(@Nullable String blocker) {
            return new Changing(title, picture, blocker, updatedAt, counts, lastMessageId, version);
        }

        Changing withCounts(Counts now) {
            return new Changing(title, picture, blockerId, updatedAt, now, lastMessageId, version);
        }

        Changing withVersion(String now) {
            return new Changing(title, picture, blockerId, updatedAt, counts, lastMessageId, now);
        }

        /** A room never moves down in a list because the clock was set back. */
        Changing withMessage(Message message) {
            return new Changing(
                    title,
                    picture,
                    blockerId,
                    Math.max(updatedAt, message.createdAt()),
                    counts.plusMessage(),
                    message.id(),
                    version);
        }
    }

    /**
     * How many of what.
     *
     * @param nextPosition what the next new member gets
     */
    record Counts(long messages, int members, long nextPosition) {

        static Counts fresh(int members) {
            return new Counts(0, members, members);
        }

        Counts plusMessage() {
            return new Counts(messages + 1, members, nextPosition);
        }

        Counts plusMembers(int came) {
            return new Counts(messages, members + came, nextPosition + came);
        }

        Counts lessMember() {
            return new Counts(messages, members - 1, nextPosition);
        }
    }

    /** For a SELECT from chat_rooms as r; read by {@link #read}. */
    static final String COLUMNS =
            "r.id, r.app, r.kind, r.creator_id, r.low_user, r.high_user, r.title, r.picture, r.blocker_id,"
                    + " r.updated_at, r.message_count, r.member_count, r.next_position, r.last_message_id, r.version";

    /** How many columns that are. */
    static final int WIDTH = 15;

    /** Reads the first columns. */
    static RoomRow read(ResultSet row) throws SQLException {
        return new RoomRow(
                row.getString(1),
                row.getString(2),
                RoomKind.stored(row.getString(3)),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                new Changing(
                        row.getString(7),
                        row.getString(8),
                        row.getString(9),
                        row.getLong(10),
                        new Counts(row.getLong(11), row.getInt(12), row.getLong(13)),
                        row.getString(14),
                        row.getString(15)));
    }

    /** The other user of a single room, or null. */
    @Nullable
    String peerOf(String user) {
        return user.equals(lowUser) ? highUser : lowUser;
    }
}
