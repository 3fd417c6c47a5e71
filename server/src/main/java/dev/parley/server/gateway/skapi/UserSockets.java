package dev.parley.server.gateway.skapi;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The connections of each user, oldest first, so that no user has too many. Any thread. */
final class UserSockets {

    private record User(String app, String uuid) {}

    private final Map<User, Deque<SkapiSocket>> sockets = new ConcurrentHashMap<>();

    /** Takes a connection in; the one that must go for it, or null. */
    @Nullable
    SkapiSocket add(String app, String uuid, SkapiSocket socket, int most) {
        SkapiSocket[] over = new SkapiSocket[1];
        sockets.compute(new User(app, uuid), (user, there) -> {
            Deque<SkapiSocket> all = there == null ? new ArrayDeque<>(2) : there;
            all.addLast(socket);
            if (all.size() > most) {
                over[0] = all.pollFirst();
            }
            return all;
        });
        return over[0];
    }

    /** A connection is gone. */
    void remove(String app, String uuid, SkapiSocket socket) {
        sockets.computeIfPresent(new User(app, uuid), (user, all) -> {
            all.remove(socket);
            return all.isEmpty() ? null : all;
        });
    }
}
