package dev.parley.server.gateway.vchat;

import dev.parley.chat.ChatReader;
import dev.parley.chat.SingleRoom;
import dev.parley.chat.UserKey;
import dev.parley.core.Hub;
import dev.parley.core.Shard;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other users of somebody's single rooms that this one came online or went (vchat 5, "Presence"). Any thread; nothing blocks.
 *
 * <p>A few users are told of at once, the others wait their turn, so that thousands who come back together do not keep the database
 * from others. While one telling is under way, no other one of the same user is; what changed meanwhile is told afterwards, and a
 * telling that failed is tried again. So the last thing others hear is how it is.
 */
final class OnlineNews {

    private static final Logger LOG = LoggerFactory.getLogger(OnlineNews.class);

    private static final int AT_ONCE = 8;
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    private final OnlineUsers online;
    private final ChatReader reader;
    private final Hub hub;

    /** Users of whom others have to be told. Guarded by this. */
    private final Set<UserKey> waiting = new LinkedHashSet<>();
    /** Users who are being told of. Guarded by this. */
    private final Set<UserKey> underWay = new HashSet<>();
    /** Of the last failures in a row; 0 after a success. Guarded by this. */
    private long pauseMillis;

    private boolean pausing;

    OnlineNews(OnlineUsers online, ChatReader reader, Hub hub) {
        this.online = online;
        this.reader = reader;
        this.hub = hub;
    }

    /** The user has come or gone. */
    void changed(UserKey user) {
        synchronized (this) {
            waiting.add(user);
        }
        goOn();
    }

    private void goOn() {
        for (UserKey next = next(); next != null; next = next()) {
            UserKey user = next;
            boolean isOnline = online.isOnline(user);
            CompletionStage<@Nullable Void> telling;
            try {
                telling = tell(user, isOnline, null);
            } catch (RuntimeException e) {
                telling = CompletableFuture.failedStage(e);
            }
            telling.whenComplete((_, failure) -> told(user, isOnline, failure));
        }
    }

    private synchronized @Nullable UserKey next() {
        if (pausing || underWay.size() >= AT_ONCE) {
            return null;
        }
        for (UserKey user : waiting) {
            if (underWay.add(user)) {
                waiting.remove(user);
                return user;
            }
        }
        return null;
    }

    private void told(UserKey user, boolean isOnline, @Nullable Throwable failure) {
        long pause = 0;
        synchronized (this) {
            underWay.remove(user);
            if (failure != null) {
                waiting.add(user);
                if (!pausing) {
                    pausing = true;
                    pauseMillis = Math.clamp(2 * pauseMillis, FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
                    pause = pauseMillis;
                }
            } else {
                pauseMillis = 0;
                if (online.isOnline(user) != isOnline) {
                    waiting.add(user);
                }
            }
        }
        if (pause > 0) {
            LOG.warn("telling who came online and who went is put off for {} ms: {}", pause, String.valueOf(failure));
            afterwards(user, pause);
        } else {
            goOn();
        }
    }

    private void afterwards(UserKey user, long millis) {
        Shard shard = hub.shard(hub.home(Audiences.user(user)));
        shard.loop()
                .execute(() -> shard.timers().schedule(millis, () -> {
                    synchronized (this) {
                        pausing = false;
                    }
                    goOn();
                }));
    }

    private CompletionStage<@Nullable Void> tell(UserKey user, boolean isOnline, @Nullable String after) {
        return reader.singles(user, after).thenCompose(rooms -> {
            for (SingleRoom room : rooms) {
                UserKey peer = new UserKey(user.app(), room.peerId());
                if (online.isOnline(peer)) {
                    hub.publish(Audiences.user(peer), Events.ONLINE_CHANGED, Payloads.text(json(room, isOnline)));
                }
            }
            return rooms.isEmpty()
                    ? CompletableFuture.completedFuture(null)
                    : tell(user, isOnline, rooms.getLast().roomId());
        });
    }

    private static ByteBuilder json(SingleRoom room, boolean isOnline) {
        ByteBuilder out = new ByteBuilder(64);
        out.appendAscii(isOnline ? "{\"status\":1,\"roomId\":" : "{\"status\":0,\"roomId\":");
        JsonText.quote(out, room.roomId());
        return out.append('}');
    }

    /** Users of whom others have to be told, or are being told, for checks. */
    synchronized int size() {
        return waiting.size() + underWay.size();
    }
}
