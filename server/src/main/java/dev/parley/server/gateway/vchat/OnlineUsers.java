package dev.parley.server.gateway.vchat;

import dev.parley.chat.UserKey;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is online: has a socket in the main namespace (vchat 5, "Presence"). Any thread. An entry lives as long as its user has
 * sockets.
 */
final class OnlineUsers {

    /** @param news counts what the user was told of rooms, so that a list that is older than the last of it can be told */
    private record Entry(int sockets, long news) {}

    private final ConcurrentHashMap<UserKey, Entry> entries = new ConcurrentHashMap<>();

    /** @return whether the user has come online by it */
    boolean add(UserKey user) {
        Entry now = entries.merge(user, new Entry(1, 0), (was, one) -> new Entry(was.sockets() + 1, was.news()));
        return now.sockets() == 1;
    }

    /** @return whether the user has gone offline by it */
    boolean remove(UserKey user) {
        return entries.computeIfPresent(
                        user, (_, was) -> was.sockets() == 1 ? null : new Entry(was.sockets() - 1, was.news()))
                == null;
    }

    boolean isOnline(UserKey user) {
        return entries.containsKey(user);
    }

    /** The user is about to be told how a room looks now. */
    void told(UserKey user) {
        entries.computeIfPresent(user, (_, was) -> new Entry(was.sockets(), was.news() + 1));
    }

    /** Changes with {@link #told}. */
    long news(UserKey user) {
        Entry entry = entries.get(user);
        return entry == null ? -1 : entry.news();
    }

    int size() {
        return entries.size();
    }
}
