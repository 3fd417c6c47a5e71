package dev.parley.server.gateway.vchat;

import dev.parley.chat.ChatReader;
import dev.parley.chat.SingleRoom;
import dev.parley.chat.UserKey;
import dev.parley.core.Hub;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other users of somebody's single rooms that this one came online or went (vchat 5, "Presence"). Any thread; nothing blocks.
 *
 * <p>While one telling is under way, no other one of the same user is; what changed meanwhile is told afterwards. So the last thing
 * others hear is how it is.
 */
final class OnlineNews {

    private static final Logger LOG = LoggerFactory.getLogger(OnlineNews.class);

    private final OnlineUsers online;
    private final ChatReader reader;
    private final Hub hub;
    /** Users who are being told of. */
    private final ConcurrentHashMap<UserKey, Boolean> underWay = new ConcurrentHashMap<>();

    OnlineNews(OnlineUsers online, ChatReader reader, Hub hub) {
        this.online = online;
        this.reader = reader;
        this.hub = hub;
    }

    /** The user has come or gone. */
    void changed(UserKey user) {
        boolean now = online.isOnline(user);
        if (underWay.putIfAbsent(user, now) == null) {
            tell(user, now);
        }
    }

    private void tell(UserKey user, boolean isOnline) {
        tell(user, isOnline, null).whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.warn("others were not told that a user came or went", failure);
            }
            goOn(user, isOnline);
        });
    }

    /** The decision and the removal are one, so that a change that comes now is not lost. */
    private void goOn(UserKey user, boolean told) {
        Boolean next = underWay.computeIfPresent(user, (_, _) -> {
            boolean now = online.isOnline(user);
            return now == told ? null : now;
        });
        if (next != null) {
            tell(user, next);
        }
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
}
