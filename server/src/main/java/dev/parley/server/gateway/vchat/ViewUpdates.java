package dev.parley.server.gateway.vchat;

import dev.parley.chat.RoomChange;
import dev.parley.chat.RoomView;
import dev.parley.chat.UserKey;
import dev.parley.core.Hub;
import dev.parley.core.Shard;
import dev.parley.protocol.ByteBuilder;
import dev.parley.server.identity.App;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells members who are online how a room looks to them now ({@code update_one_room}). At once where little happens; in a busy room
 * a member is told at most ten times a second, and always of the last state: one view replaces the one before, so nothing is lost.
 *
 * <p>Thread rule: a room's changes come on the loop that is home to it.
 */
final class ViewUpdates {

    private static final Logger LOG = LoggerFactory.getLogger(ViewUpdates.class);

    private static final long PAUSE_MILLIS = 100;

    /** What members are to be told. Its home's loop only. It is there while it waits and a pause longer. */
    private static final class Pending {
        private final Map<String, RoomView> views = new LinkedHashMap<>();
        private boolean pausing;
    }

    private final Hub hub;
    private final Profiles profiles;
    private final OnlineUsers online;
    /** One for each shard, for its loop only. */
    private final List<Map<RoomKey, Pending>> rooms = new ArrayList<>();

    ViewUpdates(Hub hub, Profiles profiles, OnlineUsers online) {
        this.hub = hub;
        this.profiles = profiles;
        this.online = online;
        for (int i = 0; i < hub.shards(); i++) {
            rooms.add(new HashMap<>());
        }
    }

    /** Whoever left by the change is told of no earlier one any more. */
    void changed(App app, RoomKey room, RoomChange change) {
        int home = hub.home(Audiences.room(room));
        Pending pending = rooms.get(home).computeIfAbsent(room, _ -> new Pending());
        for (RoomView view : change.views()) {
            if (online.isOnline(new UserKey(app.id(), view.userId()))) {
                pending.views.put(view.userId(), view);
            }
        }
        if (change.departure() != null) {
            pending.views.remove(change.departure().userId());
        }
        if (!pending.pausing) {
            tell(app, room, pending);
        }
    }

    private void tell(App app, RoomKey room, Pending pending) {
        Shard home = hub.shard(hub.home(Audiences.room(room)));
        if (pending.views.isEmpty()) {
            rooms.get(home.index()).remove(room);
            return;
        }
        List<RoomView> views = List.copyOf(pending.views.values());
        pending.views.clear();
        pending.pausing = true;
        List<String> peers = views.stream()
                .<@Nullable String>map(RoomView::peerId)
                .filter(Objects::nonNull)
                .toList();
        profiles.find(app, peers).whenComplete((found, failure) -> {
            try {
                if (found == null) {
                    // They see it with the next change, or when they come again.
                    LOG.warn("members of a room were not told of a change: {}", String.valueOf(failure));
                } else {
                    publish(app, views, found);
                }
            } finally {
                home.loop().execute(() -> pause(home, app, room, pending));
            }
        });
    }

    private void pause(Shard home, App app, RoomKey room, Pending pending) {
        home.timers().schedule(PAUSE_MILLIS, () -> {
            pending.pausing = false;
            tell(app, room, pending);
        });
    }

    private void publish(App app, List<RoomView> views, Map<String, Profile> found) {
        ByteBuilder json = new ByteBuilder(1024);
        LastMessage last = new LastMessage();
        for (RoomView view : views) {
            UserKey user = new UserKey(app.id(), view.userId());
            String peer = view.peerId();
            boolean isOnline = peer != null && online.isOnline(new UserKey(app.id(), peer));
            VChatJson.room(
                    json.clear(),
                    view,
                    peer == null ? null : found.get(peer),
                    isOnline,
                    last.of(view.room().lastMessage()));
            online.told(user);
            hub.publish(Audiences.user(user), Events.UPDATE_ROOM, Payloads.value(json));
        }
    }

    /** Rooms whose members were told a moment ago, or wait. On a loop, for checks. */
    int size() {
        return rooms.stream().mapToInt(Map::size).sum();
    }
}
