package dev.parley.server.gateway.vchat;

import dev.parley.chat.UserKey;
import dev.parley.core.Hub;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.EventArguments;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.JsonText;
import dev.parley.protocol.Payload;
import dev.parley.server.identity.SessionEnd;
import dev.parley.socketio.Ack;
import dev.parley.socketio.Socket;
import dev.parley.socketio.SocketEvents;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's events in the main namespace (vchat 4.4). While it is there its user is online. */
final class MainEvents implements SocketEvents {

    private static final Logger LOG = LoggerFactory.getLogger(MainEvents.class);

    /** Any other one fails in the clients of those who would see it. */
    private static final Set<String> STATUSES = Set.of("stop", "typing", "recording");

    /** A list of rooms costs more than a message does. */
    private static final int LIST_COST = 10;

    /** Who is told of somebody typing, for the price of one message. */
    private static final int TOLD_AT_ONCE = 10;

    private final Terms terms;
    private final UserKey user;
    private final World world;
    private @Nullable SessionEnd watch;

    /** What all clients in the namespace share. */
    record World(
            Hub hub, OnlineUsers online, OnlineNews news, RoomLists lists, RoomMembers members, Profiles profiles) {}

    MainEvents(Terms terms, World world) {
        this.terms = terms;
        this.user = terms.user().key();
        this.world = world;
    }

    @Override
    public void connected(Socket socket) {
        if (world.online().add(user)) {
            world.news().changed(user);
        }
        watch = terms.begin(socket);
    }

    @Override
    public void disconnected(Socket socket, String reason) {
        if (watch != null) {
            watch.stop();
        }
        if (world.online().remove(user)) {
            world.news().changed(user);
        }
    }

    @Override
    public void event(Socket socket, EventArguments event, @Nullable Ack ack) {
        if (!terms.allow(socket)) {
            return;
        }
        switch (event.name()) {
            case "join" -> {
                socket.charge(LIST_COST);
                world.lists()
                        .first(terms.app(), user)
                        .whenComplete((listed, failure) -> listed(socket, ack, listed, failure));
            }
            case "typing_changed" -> typing(socket, event.size() == 0 ? null : JsonFields.read(event.argument(0)));
            default -> {} // not one of this family's events
        }
    }

    private void listed(
            Socket socket, @Nullable Ack ack, RoomLists.@Nullable Listed listed, @Nullable Throwable failure) {
        socket.shard().loop().execute(() -> {
            if (listed == null) {
                LOG.warn("a list of rooms could not be read", failure);
                if (ack != null) {
                    ack.send(
                            Payload.json("{\"success\":false,\"data\":\"The server has too much to do; try again.\"}"));
                }
            } else if (world.lists().isCurrent(listed)) {
                answer(socket, ack, listed.json());
            } else {
                // The client has just been told of a change that this list does not have.
                world.lists()
                        .current(terms.app(), listed)
                        .whenComplete((again, problem) -> listed(socket, ack, again, problem));
            }
        });
    }

    /** Without an acknowledgement to give, as the first clients had it (vchat 8). */
    private static void answer(Socket socket, @Nullable Ack ack, ByteBuilder rooms) {
        if (ack == null) {
            socket.emit(Events.ALL_ROOMS.text(), Payloads.value(rooms));
        } else {
            ByteBuilder out = new ByteBuilder(rooms.length() + 32);
            out.appendAscii("{\"success\":true,\"data\":").append(rooms.array(), 0, rooms.length());
            ack.send(Payloads.value(out.append('}')));
        }
    }

    private void typing(Socket socket, @Nullable JsonFields fields) {
        String status = fields == null ? null : fields.string("status");
        String room = fields == null ? null : fields.string("roomId");
        if (status == null || room == null || !STATUSES.contains(status)) {
            return;
        }
        // Fails if it is no room of this user's.
        world.members()
                .others(user, room)
                .thenCombine(world.profiles().find(terms.app(), List.of(user.id())), (others, found) -> {
                    // In a large group it costs more than a message does.
                    socket.shard().loop().execute(() -> socket.charge(others.size() / TOLD_AT_ONCE));
                    tell(others, status, room, found.getOrDefault(user.id(), terms.user()));
                    return others;
                });
    }

    /** The name is the account's, whatever the client says. */
    private void tell(Set<String> others, String status, String room, Profile me) {
        ByteBuilder out = new ByteBuilder(128);
        out.appendAscii("{\"status\":");
        JsonText.quote(out, status);
        out.appendAscii(",\"name\":");
        JsonText.quote(out, me.name());
        out.appendAscii(",\"roomId\":");
        JsonText.quote(out, room);
        Payload typing = Payloads.value(out.append('}'));
        for (String id : others) {
            UserKey other = new UserKey(user.app(), id);
            if (world.online().isOnline(other)) {
                world.hub().publish(Audiences.user(other), Events.TYPING_CHANGED, typing);
            }
        }
    }
}
