package dev.parley.chat;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A row of chat_members.
 *
 * @param seen how many of the room's messages count as read
 * @param position in the order of coming
 */
record MemberRow(String userId, Role role, boolean muted, long seen, long position) {

    /** For a SELECT from chat_members as m. */
    static final String COLUMNS = "m.user_id, m.role, m.muted, m.seen, m.position";

    /** @param before columns in front of the member's */
    static MemberRow read(ResultSet row, int before) throws SQLException {
        return new MemberRow(
                row.getString(before + 1),
                Role.stored(row.getString(before + 2)),
                row.getInt(before + 3) != 0,
                row.getLong(before + 4),
                row.getLong(before + 5));
    }

    MemberRow withSeen(long now) {
        return new MemberRow(userId, role, muted, now, position);
    }

    MemberRow withRole(Role now) {
        return new MemberRow(userId, now, muted, seen, position);
    }

    MemberRow withMuted(boolean now) {
        return new MemberRow(userId, role, now, seen, position);
    }
}
