package dev.parley.chat;

import dev.parley.core.Clock;
import dev.parley.storage.Database;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Changes chat rooms. Any thread; nothing blocks.
 *
 * <p>Each operation is checked, committed, told to {@link ChatEvents} and then answered, in this order. Whatever happens in one
 * room has one order: that of commits, which ids of messages and calls of {@link ChatEvents} follow.
 *
 * <p>Stages fail with {@link RefusedException} if a rule forbids it, or as {@link Database#write} says. They complete on a thread
 * of the database: what follows must not block there.
 */
public final class Chat implements MeterBinder {

    /** The migrations, for {@link dev.parley.storage.DatabaseOptions}. */
    public static final String SCHEMA = "db/chat";

    /** Members of rooms, of all rooms together: about 10 MB. */
    private static final int KNOWN = 50_000;

    private final ChatOptions options;
    private final ChatCounts counts = new ChatCounts();
    private final RoomWrites writes;

    /** @param database has {@link #SCHEMA} */
    public Chat(Database database, Clock clock, Presence presence, ChatEvents events, ChatOptions options) {
        this.options = options;
        ObjectIds ids = new ObjectIds(clock, new SecureRandom());
        writes = new RoomWrites(
                database,
                new ChatContext(database.dialect(), clock, ids, new KnownMembers(KNOWN), presence, options),
                events,
                counts);
    }

    /**
     * Sends a message into the single room of two users, which is made if they have none (vchat 3, R1).
     *
     * @return the room as the sender sees it
     */
    public CompletionStage<RoomView> openSingle(Actor actor, String peerId, Draft first) {
        return checked(
                () -> {
                    if (peerId.equals(actor.id())) {
                        throw new RefusedException(Refusal.YOURSELF);
                    }
                    Texts.check(first, options);
                },
                tx -> Sending.open(tx, actor, peerId, first));
    }

    /**
     * Sends a message into a room (vchat 3, M2 and M3). Members who are {@linkplain Presence present} have read it.
     *
     * @param kind what the sender takes the room for
     */
    public CompletionStage<Message> send(Actor actor, String roomId, RoomKind kind, Draft draft) {
        return checked(
                () -> {
                    Texts.check(draft, options);
                    known(roomId);
                },
                tx -> Sending.send(tx, actor, roomId, kind, draft));
    }

    /**
     * A member begins to look at a room: everything in it is read. Let {@link Presence} know before.
     *
     * @param inOrder called when it is this one's turn in the room's order, on a thread that must not be blocked: what was told of the
     *     room before is in what it gets, what is told later is not
     */
    public CompletionStage<Entered> enter(UserKey user, String roomId, Consumer<Entered> inOrder) {
        return checked(() -> known(roomId), tx -> Standing.enter(tx, user, roomId, inOrder));
    }

    /** @return whether the user has muted the room now */
    public CompletionStage<Boolean> toggleMute(UserKey user, String roomId) {
        return checked(() -> known(roomId), tx -> Standing.toggleMute(tx, user, roomId));
    }

    /**
     * Closes the single room of two users for both, or opens it again; only who closed it can open it.
     *
     * @return whether it is closed now
     */
    public CompletionStage<Boolean> toggleBlock(UserKey user, String peerId) {
        return checked(
                () -> {
                    if (!Texts.isStorable(peerId)) {
                        throw new RefusedException(Refusal.UNKNOWN_ROOM);
                    }
                },
                tx -> Standing.toggleBlock(tx, user, peerId));
    }

    /** @return the group as its creator sees it */
    public CompletionStage<RoomView> createGroup(Actor actor, NewGroup group) {
        return checked(
                () -> {
                    Texts.filled(group.title(), options.title());
                    Texts.filled(group.picture(), options.title());
                },
                tx -> Groups.create(tx, actor, group));
    }

    /** @return ids of those who were not in the group */
    public CompletionStage<List<String>> addMembers(Actor actor, String roomId, List<Affected> users) {
        List<Affected> copy = List.copyOf(users);
        return checked(() -> known(roomId), tx -> Groups.add(tx, actor, roomId, copy));
    }

    public CompletionStage<Departure> leave(Actor actor, String roomId) {
        return checked(() -> known(roomId), tx -> Groups.leave(tx, actor, roomId));
    }

    public CompletionStage<Departure> kick(Actor actor, String roomId, Affected user) {
        return checked(() -> known(roomId), tx -> Groups.kick(tx, actor, roomId, user));
    }

    /** @return the role the user has now */
    public CompletionStage<Role> setRole(Actor actor, String roomId, Affected user, Role role) {
        return checked(() -> known(roomId), tx -> Groups.setRole(tx, actor, roomId, user, role));
    }

    /**
     * Changes what is given.
     *
     * @return the group as the one who changed it sees it
     */
    public CompletionStage<RoomView> changeInfo(
            Actor actor, String roomId, @Nullable String title, @Nullable String picture) {
        return checked(
                () -> {
                    known(roomId);
                    if (title == null && picture == null) {
                        throw new RefusedException(Refusal.EMPTY);
                    }
                    if (title != null) {
                        Texts.filled(title, options.title());
                    }
                    if (picture != null) {
                        Texts.filled(picture, options.title());
                    }
                },
                tx -> Groups.changeInfo(tx, actor, roomId, title, picture));
    }

    private static void known(String roomId) {
        if (!Texts.isId(roomId)) {
            throw new RefusedException(Refusal.UNKNOWN_ROOM);
        }
    }

    /** What can be refused without looking into the database does not wait for it. */
    private <T> CompletionStage<T> checked(Runnable check, Function<Transaction, Outcome<T>> work) {
        try {
            check.run();
        } catch (RefusedException e) {
            counts.refused(e.refusal());
            return CompletableFuture.failedStage(e);
        }
        return writes.submit(work);
    }

    /** Registers what is counted; call it once. */
    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("parley.chat.messages", counts.messages(), LongAdder::doubleValue)
                .description("Chat messages committed, system messages included")
                .register(registry);
        Gauge.builder("parley.chat.operations", writes, RoomWrites::underWay)
                .description("Operations on chat rooms under way")
                .register(registry);
        for (Refusal refusal : Refusal.values()) {
            FunctionCounter.builder("parley.chat.refusals", counts.refusals(refusal), LongAdder::doubleValue)
                    .description("Operations on chat rooms that a rule forbade")
                    .tag("reason", refusal.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    /** For tests: rooms whose changes wait to be told. */
    int waitingRooms() {
        return writes.waitingRooms();
    }

    /** For tests: operations that have a slot. */
    int underWay() {
        return writes.underWay();
    }
}
