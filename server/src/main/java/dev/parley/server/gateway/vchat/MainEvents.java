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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's events in the main namespace (vchat 4.4). While it is there its user is online. Its socket's shard only.
 *
 * <p>Whatever a client sends, the server reads one list of rooms and looks up one room's members for it at a time.
 */
final class MainEvents implements SocketEvents {

    private static final Logger LOG = LoggerFactory.getLogger(MainEvents.class);

    /** Any other one fails in the clients of those who would see it. */
    private static final Set<String> STATUSES = Set.of("stop", "typing", "recording");

    /** A list of rooms costs more than a message does, and more the longer it is. */
    private static final int LIST_COST = 10;

    private static final int BYTES_FOR_ONE = 16 * 1024;
    /** Who is told of somebody typing, for the price of one message. */
    private static final int TOLD_AT_ONCE = 10;

    private static final int WAITING_ASKS = 16;

    private final Terms terms;
    private final UserKey user;
    private final World world;
    private @Nullable SessionEnd watch;

    /** Who waits for the list that is being read; the flag says that one without an acknowledgement does. */
    private final List<Ack> asks = new ArrayList<>();

    private boolean askedWithout;
    private boolean listing;

    private boolean telling;
    private @Nullable Typing next;

    /** What all clients in the namespace share. */
    record World(
            Hub hub, OnlineUsers online, OnlineNews news, RoomLists lists, RoomMembers members, Profiles profiles) {}

    private record Typing(String status, String room) {}

    MainEvents(Terms terms, World world) {
        this.terms = terms;
        this.user = terms.user().key();
        this.world = world;
    }

    @Override
    public void connected(Socket socket) {
        boolean came = world.online().add(user);
        watch = terms.begin(socket);
        if (came) {
            world.news().changed(user);
        }
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
            Acks.refuse(ack, "Not now.");
            return;
        }
        switch (event.name()) {
            case "join" -> list(socket, ack);
            case "typing_changed" -> typing(socket, event.size() == 0 ? null : JsonFields.read(event.argument(0)));
            default -> {} // not one of this family's events
        }
    }

    private void list(Socket socket, @Nullable Ack ack) {
        socket.charge(LIST_COST);
        if (ack == null) {
            askedWithout = true;
        } else if (asks.size() < WAITING_ASKS) {
            asks.add(ack);
        } else {
            Acks.refuse(ack, "Too many joins wait already.");
        }
        if (!listing) {
            listing = true;
            world.lists()
                    .first(terms.app(), user)
                    .whenComplete(
                            (listed, failure) -> socket.shard().loop().execute(() -> listed(socket, listed, failure)));
        }
    }

    private void listed(Socket socket, RoomLists.@Nullable Listed listed, @Nullable Throwable failure) {
        if (!socket.isConnected()) {
            return;
        }
        if (listed != null && !world.lists().isCurrent(listed)) {
            // The client has just been told of a change that this list does not have.
            world.lists()
                    .current(terms.app(), listed)
                    .whenComplete(
                            (again, problem) -> socket.shard().loop().execute(() -> listed(socket, again, problem)));
            return;
        }
        listing = false;
        List<Ack> answered = List.copyOf(asks);
        asks.clear();
        boolean emits = askedWithout;
        askedWithout = false;
        if (listed == null) {
            LOG.debug("a list of rooms could not be read", failure);
            answered.forEach(ack -> Acks.refuse(ack, "The server has too much to do; try again in a moment."));
            return;
        }
        socket.charge((answered.size() + 1) * (listed.json().length() / BYTES_FOR_ONE));
        answered.forEach(ack -> Acks.answer(ack, listed.json()));
        if (emits) {
            // Without an acknowledgement to give, as the first clients had it (vchat 8).
            socket.emit(Events.ALL_ROOMS.text(), Payloads.value(listed.json()));
        }
    }

    private void typing(Socket socket, @Nullable JsonFields fields) {
        String status = fields == null ? null : fields.string("status");
        String room = fields == null ? null : fields.string("roomId");
        if (status != null && room != null && STATUSES.contains(status)) {
            next = new Typing(status, room);
            tellNext(socket);
        }
    }

    /** One after another, so that a stop does not overtake what it ends; of those that wait the newest counts. */
    private void tellNext(Socket socket) {
        Typing typing = next;
        if (telling || typing == null) {
            return;
        }
        telling = true;
        next = null;
        // Fails if it is no room of this user's.
        world.members()
                .others(user, typing.room())
                .thenCombine(world.profiles().find(terms.app(), List.of(user.id())), (others, found) -> {
                    tell(others, typing, found.getOrDefault(user.id(), terms.user()));
                    return others.size();
                })
                .whenComplete((told, _) -> socket.shard().loop().execute(() -> {
                    // In a large group it costs more than a message does.
                    socket.charge(told == null ? 1 : told / TOLD_AT_ONCE);
                    telling = false;
                    tellNext(socket);
                }));
    }

    /** The name is the account's, whatever the client says. */
    private void tell(Set<String> others, Typing typing, Profile me) {
        ByteBuilder out = new ByteBuilder(128);
        out.appendAscii("{\"status\":");
        JsonText.quote(out, typing.status());
        out.appendAscii(",\"name\":");
        JsonText.quote(out, me.name());
        out.appendAscii(",\"roomId\":");
        JsonText.quote(out, typing.room());
        Payload payload = Payloads.value(out.append('}'));
        for (String id : others) {
            UserKey other = new UserKey(user.app(), id);
            if (world.online().isOnline(other)) {
                world.hub().publish(Audiences.user(other), Events.TYPING_CHANGED, payload);
            }
        }
    }
}
