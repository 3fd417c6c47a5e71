package dev.parley.server.gateway.vchat;

import dev.parley.chat.RoomView;
import dev.parley.chat.UserKey;
import dev.parley.protocol.ByteBuilder;
import dev.parley.server.identity.App;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Rooms as JSON, with what their members' profiles and presence add to them. Any thread; nothing blocks. */
final class RoomJson {

    private final Profiles profiles;
    private final OnlineUsers online;

    RoomJson(Profiles profiles, OnlineUsers online) {
        this.profiles = profiles;
        this.online = online;
    }

    /** One room. */
    CompletionStage<ByteBuilder> room(App app, RoomView view) {
        return peers(app, List.of(view)).thenApply(found -> {
            ByteBuilder out = new ByteBuilder(1024);
            write(out, app, view, found);
            return out;
        });
    }

    /** An array of rooms, in the order given. */
    CompletionStage<ByteBuilder> rooms(App app, List<RoomView> views) {
        return peers(app, views).thenApply(found -> {
            ByteBuilder out = new ByteBuilder(2 + 1024 * views.size()).append('[');
            String separator = "";
            for (RoomView view : views) {
                out.appendAscii(separator);
                separator = ",";
                write(out, app, view, found);
            }
            return out.append(']');
        });
    }

    private CompletionStage<Map<String, Profile>> peers(App app, List<RoomView> views) {
        return profiles.find(
                app,
                views.stream()
                        .<@Nullable String>map(RoomView::peerId)
                        .filter(Objects::nonNull)
                        .toList());
    }

    private void write(ByteBuilder out, App app, RoomView view, Map<String, Profile> found) {
        String peer = view.peerId();
        boolean isOnline = peer != null && online.isOnline(new UserKey(app.id(), peer));
        byte[] lastMessage = new LastMessage().of(view.room().lastMessage());
        VChatJson.room(out, view, peer == null ? null : found.get(peer), isOnline, lastMessage);
    }
}
