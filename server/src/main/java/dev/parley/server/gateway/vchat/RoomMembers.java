package dev.parley.server.gateway.vchat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.chat.ChatReader;
import dev.parley.chat.RoomChange;
import dev.parley.chat.RoomView;
import dev.parley.chat.UserKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Members of rooms, remembered for a while: people type more often than they come and go. Any thread; nothing blocks. */
final class RoomMembers {

    private static final int REMEMBERED = 100_000;
    /** Changes here are seen at once, those of another process after this time. */
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private final ChatReader reader;
    private final Cache<RoomKey, Set<String>> known = Caffeine.newBuilder()
            .maximumWeight(REMEMBERED)
            .weigher((RoomKey _, Set<String> members) -> 1 + members.size())
            .expireAfterWrite(AT_MOST)
            .build();
    /** Counts changes of members, so that what was read before one is not remembered after it. Guarded by this. */
    private long changes;

    RoomMembers(ChatReader reader) {
        this.reader = reader;
    }

    /**
     * The room's members without this one.
     *
     * @return fails like {@link ChatReader#others} if this one is not a member
     */
    CompletionStage<Set<String>> others(UserKey user, String roomId) {
        RoomKey room = new RoomKey(user.app(), roomId);
        Set<String> members = known.getIfPresent(room);
        if (members != null && members.contains(user.id())) {
            return CompletableFuture.completedFuture(without(members, user.id()));
        }
        long before = changes();
        return reader.others(user, roomId).thenApply(others -> {
            Set<String> all = new HashSet<>(others);
            all.add(user.id());
            Set<String> now = remembered(room, Set.copyOf(all), before);
            return without(now, user.id());
        });
    }

    private synchronized long changes() {
        return changes;
    }

    /** What was read, or what a change of members since then has made known. */
    private synchronized Set<String> remembered(RoomKey room, Set<String> members, long before) {
        if (changes == before) {
            known.put(room, members);
        }
        Set<String> now = known.getIfPresent(room);
        return now == null ? members : now;
    }

    private static Set<String> without(Set<String> members, String user) {
        return members.stream().filter(id -> !id.equals(user)).collect(Collectors.toSet());
    }

    /** Something happened in a room. With a message all members have a view of it, and nobody comes or goes without one. */
    void changed(RoomKey room, RoomChange change) {
        if (change.messages().stream().noneMatch(message -> !message.type().isSendable())) {
            return; // what users write changes no members
        }
        Set<String> now = change.views().stream().map(RoomView::userId).collect(Collectors.toUnmodifiableSet());
        synchronized (this) {
            changes++;
            known.put(room, now);
        }
    }
}
