package dev.parley.chat;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Members of the rooms that were written to last, so that a message does not read them all again. Any thread. Bounded.
 *
 * <p>What is here may come from a transaction that was undone, or be older than what another process wrote. Neither matters: it is
 * asked for by the version that the transaction finds in the room's row, and a version is never used twice.
 */
final class KnownMembers {

    private final int limit;
    private final Map<String, Known> rooms = new LinkedHashMap<>(16, 0.75f, true);
    private int size;

    private record Known(String version, List<MemberRow> members) {

        /** A room that all have left takes room, too. */
        int weight() {
            return 1 + members.size();
        }
    }

    /** @param limit of members of all rooms together, and of rooms */
    KnownMembers(int limit) {
        this.limit = limit;
    }

    /** Null if they are not known in this version. */
    synchronized @Nullable List<MemberRow> get(String room, String version) {
        Known known = rooms.get(room);
        return known == null || !known.version.equals(version) ? null : known.members;
    }

    synchronized void put(String room, String version, List<MemberRow> members) {
        Known now = new Known(version, List.copyOf(members));
        Known before = rooms.put(room, now);
        size += now.weight() - (before == null ? 0 : before.weight());
        Iterator<Known> eldest = rooms.values().iterator();
        while (size > limit && eldest.hasNext()) {
            size -= eldest.next().weight();
            eldest.remove();
        }
    }

    /** Members of all rooms together, and rooms. */
    synchronized int size() {
        return size;
    }
}
