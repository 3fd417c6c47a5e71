package dev.parley.server.gateway.vchat;

import dev.parley.chat.Presence;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is looking at which room: has a socket in the message namespace that joined it (vchat 5, "Messages, unread, read"). Any thread.
 * An entry lives as long as the room has visitors, and a socket visits one room at a time.
 */
final class Visitors implements Presence {

    /** A socket that looks at rooms, one at a time. */
    interface Visitor {

        /** It may not look at the room any longer. Any thread. */
        void expelled(RoomKey room);
    }

    /** By user; the maps and sets in it are changed only within the outer map's own operations. */
    private final ConcurrentHashMap<RoomKey, Map<String, Set<Visitor>>> rooms = new ConcurrentHashMap<>();

    void add(RoomKey room, String user, Visitor visitor) {
        rooms.compute(room, (_, found) -> {
            Map<String, Set<Visitor>> users = found == null ? new HashMap<>() : found;
            users.computeIfAbsent(user, _ -> new HashSet<>()).add(visitor);
            return users;
        });
    }

    void remove(RoomKey room, String user, Visitor visitor) {
        rooms.computeIfPresent(room, (_, users) -> {
            Set<Visitor> own = users.get(user);
            if (own != null && own.remove(visitor) && own.isEmpty()) {
                users.remove(user);
            }
            return users.isEmpty() ? null : users;
        });
    }

    boolean isVisited(RoomKey room) {
        return rooms.containsKey(room);
    }

    /** Puts a user's visitors out of a room. */
    void expel(RoomKey room, String user) {
        Set<Visitor> own = new HashSet<>();
        rooms.computeIfPresent(room, (_, users) -> {
            own.addAll(users.getOrDefault(user, Set.of()));
            return users;
        });
        own.forEach(visitor -> visitor.expelled(room));
    }

    @Override
    public Set<String> present(String app, String roomId) {
        Set<String> present = new HashSet<>();
        rooms.computeIfPresent(new RoomKey(app, roomId), (_, users) -> {
            present.addAll(users.keySet());
            return users;
        });
        return present;
    }

    /** Rooms that have visitors. */
    int size() {
        return rooms.size();
    }
}
