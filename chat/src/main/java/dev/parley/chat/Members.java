package dev.parley.chat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table chat_members in one transaction. */
record Members(Sql sql) {

    /** How many a page of members has (vchat 3, R10). */
    static final int PAGE = 20;

    /** Users named in one statement. */
    private static final int AT_ONCE = 64;

    static final String ALL =
            "SELECT " + MemberRow.COLUMNS + " FROM chat_members m WHERE m.room_id = ? ORDER BY m.position";

    static final String ONE =
            "SELECT " + MemberRow.COLUMNS + " FROM chat_members m WHERE m.room_id = ? AND m.user_id = ?";

    static final String PAGED = ALL + " LIMIT " + PAGE + " OFFSET ?";

    static final String INSERT = """
            INSERT INTO chat_members (room_id, user_id, app, role, muted, seen, position) VALUES (?, ?, ?, ?, ?, ?, ?)""";

    static final String UPDATE =
            "UPDATE chat_members SET role = ?, muted = ?, seen = ? WHERE room_id = ? AND user_id = ?";

    static final String DELETE = "DELETE FROM chat_members WHERE room_id = ? AND user_id = ?";

    private static final String SEEN = "UPDATE chat_members SET seen = ? WHERE room_id = ? AND user_id IN (";

    /** In the order of coming. */
    List<MemberRow> all(String room) {
        return sql.list(ALL, row -> MemberRow.read(row, 0), room);
    }

    @Nullable
    MemberRow one(String room, String user) {
        return sql.first(ONE, row -> MemberRow.read(row, 0), room, user);
    }

    /** @param page from 0; groups are bounded, and so is what is skipped */
    List<MemberRow> page(String room, int page) {
        return sql.list(PAGED, row -> MemberRow.read(row, 0), room, (long) page * PAGE);
    }

    void insert(String app, String room, List<MemberRow> members) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (MemberRow m : members) {
            rows.add(new @Nullable Object[] {
                room, m.userId(), app, m.role().label(), m.muted() ? 1 : 0, m.seen(), m.position()
            });
        }
        sql.updateEach(INSERT, rows);
    }

    void update(String room, MemberRow member) {
        sql.update(UPDATE, member.role().label(), member.muted() ? 1 : 0, member.seen(), room, member.userId());
    }

    void delete(String room, String user) {
        sql.update(DELETE, room, user);
    }

    /** Notes that these have read so much. */
    void seen(String room, List<String> users, long seen) {
        for (int from = 0; from < users.size(); from += AT_ONCE) {
            seenAtOnce(room, users.subList(from, Math.min(users.size(), from + AT_ONCE)), seen);
        }
    }

    private void seenAtOnce(String room, List<String> users, long seen) {
        int places = places(users.size());
        List<@Nullable Object> arguments = new ArrayList<>(places + 2);
        arguments.add(seen);
        arguments.add(room);
        arguments.addAll(users);
        arguments.addAll(Collections.nCopies(places - users.size(), users.getLast()));
        sql.update(seenStatement(places), arguments.toArray());
    }

    /** Few different texts, so that prepared statements stay few: the last user is named again to fill up. */
    private static int places(int users) {
        return users == 1 ? 1 : Integer.highestOneBit(users - 1) << 1;
    }

    static String seenStatement(int places) {
        return SEEN + "?, ".repeat(places - 1) + "?)";
    }
}
