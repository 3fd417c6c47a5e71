package dev.parley.chat;

import dev.parley.storage.Database;
import dev.parley.storage.Dialect;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Operations on rooms: written, committed, then told in order, then answered. Any thread. Bounded. */
final class RoomWrites {

    private static final Logger LOG = LoggerFactory.getLogger(RoomWrites.class);

    private final Database database;
    private final ChatContext context;
    private final ChatEvents events;
    private final ChatCounts counts;
    private final PublishOrder order = new PublishOrder();
    private final Semaphore slots;

    /** Null where the driver keeps prepared statements itself. */
    private final @Nullable PreparedStatements kept;

    RoomWrites(Database database, ChatContext context, ChatEvents events, ChatCounts counts) {
        this.database = database;
        this.context = context;
        this.events = events;
        this.counts = counts;
        slots = new Semaphore(context.options().queue());
        kept = context.dialect() == Dialect.SQLITE ? new PreparedStatements() : null;
    }

    /** The work may run more than once; only what it did last counts. */
    <T> CompletionStage<T> submit(Function<Transaction, Outcome<T>> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (!slots.tryAcquire()) {
            fail(answer, new RefusedException(Refusal.BUSY));
            return answer.minimalCompletionStage();
        }
        Place place = new Place(order);
        database.write(handle -> {
                    place.skip();
                    return work.apply(new Transaction(sql(handle.getConnection()), context, place));
                })
                .whenComplete((outcome, failure) -> answered(place, outcome, failure, answer));
        return answer.minimalCompletionStage();
    }

    private Sql sql(Connection connection) {
        return kept == null ? Sql.on(connection) : Sql.on(connection, kept);
    }

    private <T> void answered(
            Place place, @Nullable Outcome<T> outcome, @Nullable Throwable failure, CompletableFuture<T> answer) {
        if (outcome == null) {
            place.skip();
            slots.release();
            fail(answer, failure == null ? new IllegalStateException("a write had no outcome") : failure);
            return;
        }
        place.settle(() -> {
            slots.release();
            tell(outcome);
            answer.complete(outcome.answer());
        });
    }

    private void tell(Outcome<?> outcome) {
        if (outcome.inOrder() != null) {
            attempt(outcome.inOrder());
        }
        RoomChange change = outcome.change();
        if (change != null) {
            counts.written(change.messages().size());
            attempt(() -> events.changed(change));
        }
    }

    /** Whoever cannot take it must keep neither the sender from its answer, as it is committed, nor the room from going on. */
    private static void attempt(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException | Error e) {
            LOG.error("telling a change of a room failed", e);
        }
    }

    private void fail(CompletableFuture<?> answer, Throwable failure) {
        Throwable reason = RefusedException.reason(failure);
        if (reason instanceof RefusedException refused) {
            counts.refused(refused.refusal());
        }
        answer.completeExceptionally(reason);
    }

    /** Operations under way. */
    int underWay() {
        return context.options().queue() - slots.availablePermits();
    }

    /** Rooms whose changes wait to be told. */
    int waitingRooms() {
        return order.size();
    }
}
