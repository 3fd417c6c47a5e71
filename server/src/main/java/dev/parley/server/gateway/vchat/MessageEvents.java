package dev.parley.server.gateway.vchat;

import dev.parley.chat.Chat;
import dev.parley.chat.Entered;
import dev.parley.chat.Refusal;
import dev.parley.chat.RefusedException;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.EventArguments;
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
 *
 * <p>It enters one room at a time. A join that comes while another one is under way waits, and the newest of those that wait replaces
 * the others: whatever a client sends, the server works on one history for it.
 */
final class MessageEvents implements SocketEvents, Visitors.Visitor {

    private static final Logger LOG = LoggerFactory.getLogger(MessageEvents.class);

    /** Coming into a room is written to the database. */
    private static final int JOIN_COST = 10;

    private static final int LONGEST_ID = 64;
    private static final String REPLACED = "Another join came after this one.";

    private final Terms terms;
    private final World world;
    private @Nullable Socket socket;
    private @Nullable SessionEnd watch;
    /** The room it looks at, or is about to. */
    private @Nullable RoomKey room;
    /** Whether it is part of the room's audience. */
    private boolean attached;

    private boolean entering;
    private @Nullable Wish next;

    /** What all clients in the namespace share. */
    record World(Chat chat, Visitors visitors, RoomFeed feed) {}

    private record Wish(RoomKey room, @Nullable Ack ack) {}

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
        next = null;
        leave();
    }

    /** A room that it is only about to enter is not meant: entering finds out by itself. */
    @Override
    public void expelled(RoomKey from) {
        Socket here = socket;
        if (here != null) {
            here.shard().loop().execute(() -> {
                if (attached && from.equals(room)) {
                    leave();
                }
            });
        }
    }

    @Override
    public void event(Socket from, EventArguments event, @Nullable Ack ack) {
        if (!terms.allow(from)) {
            Acks.refuse(ack, "Not now.");
            return;
        }
        if (!event.name().equals("join")) {
            return;
        }
        from.charge(JOIN_COST);
        String id = event.size() == 0 ? null : event.argument(0).text();
        if (next != null) {
            Acks.refuse(next.ack(), REPLACED);
            next = null;
        }
        if (id == null || id.length() > LONGEST_ID) {
            leave();
            Acks.refuse(ack, "The room's id must be given.");
            return;
        }
        next = new Wish(new RoomKey(terms.app().id(), id), ack);
        enter(from);
    }

    /** Begins with what waits, if nothing is under way. */
    private void enter(Socket from) {
        Wish wish = next;
        if (entering || wish == null || !from.isConnected()) {
            return;
        }
        next = null;
        if (!wish.room().equals(room)) {
            leave();
        } else if (attached) {
            // Still a visitor, so that nothing counts as unread meanwhile.
            attached = false;
            from.subscriber().detachAtOnce(Audiences.room(wish.room()));
        }
        if (world.feed().isFull()) {
            leave();
            Acks.refuse(wish.ack(), Refusal.BUSY.text());
            return;
        }
        entering = true;
        room = wish.room();
        world.visitors().add(wish.room(), user(), this);
        world.chat()
                .enter(
                        terms.user().key(),
                        wish.room().id(),
                        entered -> world.feed().inTurn(wish.room(), () -> show(from, wish, entered)))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        from.shard().loop().execute(() -> notEntered(from, wish, failure));
                    }
                });
    }

    private void notEntered(Socket from, Wish wish, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RefusedException refused) {
            Acks.refuse(wish.ack(), refused.refusal().text());
        } else {
            LOG.warn("a client could not enter a room: {}", String.valueOf(cause));
            Acks.refuse(wish.ack(), "The server failed to answer; its log knows why.");
        }
        if (wish.room().equals(room)) {
            leave();
        }
        entered(from);
    }

    private void entered(Socket from) {
        entering = false;
        enter(from);
    }

    /** @return completed when the client is part of the room's audience, or is not going to be */
    private CompletionStage<?> show(Socket to, Wish wish, Entered entered) {
        CompletableFuture<@Nullable Void> shown = new CompletableFuture<>();
        to.shard().loop().execute(() -> {
            if (next != null || !wish.room().equals(room) || !to.isConnected()) {
                Acks.refuse(wish.ack(), REPLACED);
                shown.complete(null);
                entered(to);
                return;
            }
            to.subscriber().attach(Audiences.room(wish.room()), refusal -> {
                boolean isIn = refusal == null && wish.room().equals(room) && to.isConnected();
                if (isIn) {
                    attached = true;
                    to.emit(Events.ALL_MESSAGES.text(), Payloads.text(history(entered)));
                    Acks.accept(wish.ack());
                } else {
                    if (wish.room().equals(room)) {
                        leave();
                    }
                    Acks.refuse(wish.ack(), refusal == null ? REPLACED : Refusal.BUSY.text());
                }
                shown.complete(null);
                entered(to);
            });
        });
        return shown;
    }

    private static ByteBuilder history(Entered entered) {
        ByteBuilder json = new ByteBuilder(512 * (1 + entered.history().size()));
        VChatJson.messages(json, entered.history());
        return json;
    }

    /** Looks at no room any more. */
    private void leave() {
        RoomKey left = room;
        if (left != null) {
            room = null;
            attached = false;
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
}
