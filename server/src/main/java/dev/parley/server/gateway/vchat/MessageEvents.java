package dev.parley.server.gateway.vchat;

import dev.parley.chat.Chat;
import dev.parley.chat.Entered;
import dev.parley.chat.RefusedException;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.EventArguments;
import dev.parley.protocol.JsonText;
import dev.parley.protocol.Payload;
import dev.parley.server.identity.SessionEnd;
import dev.parley.socketio.Ack;
import dev.parley.socketio.Socket;
import dev.parley.socketio.SocketEvents;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's events in the message namespace (vchat 4.5): it looks at one room at a time, which reads everything in it and brings
 * its messages live. Its socket's shard only.
 */
final class MessageEvents implements SocketEvents, Visitors.Visitor {

    private static final Logger LOG = LoggerFactory.getLogger(MessageEvents.class);

    /** Coming into a room is written to the database. */
    private static final int JOIN_COST = 10;

    private static final int LONGEST_ID = 64;
    private static final Payload OK = Payload.json("{\"success\":true}");

    private final Terms terms;
    private final World world;
    private @Nullable Socket socket;
    private @Nullable SessionEnd watch;
    /** The room it looks at, or is about to. */
    private @Nullable RoomKey room;
    /** Counts its joins, so that what an older one brings about is known from the newest one's. */
    private long visit;

    /** What all clients in the namespace share. */
    record World(Chat chat, Visitors visitors, RoomFeed feed) {}

    MessageEvents(Terms terms, World world) {
        this.terms = terms;
        this.world = world;
    }

    @Override
    public void connected(Socket entered) {
        socket = entered;
        watch = terms.begin(entered);
    }

    @Override
    public void disconnected(Socket left, String reason) {
        if (watch != null) {
            watch.stop();
        }
        leave();
    }

    @Override
    public void expelled(RoomKey from) {
        Socket here = socket;
        if (here != null) {
            here.shard().loop().execute(() -> {
                if (from.equals(room)) {
                    leave();
                }
            });
        }
    }

    @Override
    public void event(Socket from, EventArguments event, @Nullable Ack ack) {
        if (!terms.allow(from) || !event.name().equals("join")) {
            return;
        }
        from.charge(JOIN_COST);
        String id = event.size() == 0 ? null : event.argument(0).text();
        if (id == null || id.length() > LONGEST_ID) {
            leave();
            refuse(ack, "The room's id must be given.");
        } else {
            join(from, new RoomKey(terms.app().id(), id), ack);
        }
    }

    private void join(Socket from, RoomKey next, @Nullable Ack ack) {
        if (next.equals(room)) {
            // Still a visitor, so that nothing counts as unread meanwhile.
            from.subscriber().detachAtOnce(Audiences.room(next));
        } else {
            leave();
        }
        long own = ++visit;
        room = next;
        world.visitors().add(next, user(), this);
        world.chat()
                .enter(
                        terms.user().key(),
                        next.id(),
                        entered -> world.feed().inTurn(next, () -> show(from, own, next, entered, ack)))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        from.shard().loop().execute(() -> notEntered(own, ack, failure));
                    }
                });
    }

    private void notEntered(long own, @Nullable Ack ack, Throwable failure) {
        if (own == visit) {
            leave();
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RefusedException refused) {
            refuse(ack, refused.refusal().text());
        } else {
            LOG.warn("a client could not enter a room", cause);
            refuse(ack, "The server failed to answer; its log knows why.");
        }
    }

    /** @return completed when the client is part of the room's audience, or is not going to be */
    private CompletionStage<?> show(Socket to, long own, RoomKey next, Entered entered, @Nullable Ack ack) {
        CompletableFuture<@Nullable Void> shown = new CompletableFuture<>();
        ByteBuilder history = new ByteBuilder(512 * (1 + entered.history().size()));
        VChatJson.messages(history, entered.history());
        Payload messages = Payloads.text(history);
        to.shard().loop().execute(() -> {
            if (own != visit || !to.isConnected()) {
                shown.complete(null);
                return;
            }
            to.subscriber().attach(Audiences.room(next), refusal -> {
                if (refusal == null && own == visit && to.isConnected()) {
                    to.emit(Events.ALL_MESSAGES.text(), messages);
                    if (ack != null) {
                        ack.send(OK);
                    }
                }
                shown.complete(null);
            });
        });
        return shown;
    }

    /** Looks at no room any more. */
    private void leave() {
        visit++;
        RoomKey left = room;
        if (left != null) {
            room = null;
            world.visitors().remove(left, user(), this);
            Socket here = socket;
            if (here != null && here.isConnected()) {
                here.subscriber().detachAtOnce(Audiences.room(left));
            }
        }
    }

    private String user() {
        return terms.user().key().id();
    }

    private static void refuse(@Nullable Ack ack, String why) {
        if (ack != null) {
            ByteBuilder out = new ByteBuilder(64);
            out.appendAscii("{\"success\":false,\"data\":");
            JsonText.quote(out, why);
            ack.send(Payloads.value(out.append('}')));
        }
    }
}
