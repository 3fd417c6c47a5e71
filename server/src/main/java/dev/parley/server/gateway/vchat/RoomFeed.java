package dev.parley.server.gateway.vchat;

import dev.parley.chat.ChatEvents;
import dev.parley.chat.RoomChange;
import dev.parley.core.Hub;
import dev.parley.core.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is told of a room in the order in which it happened there, while a client that enters waits to be part of the room's
 * audience before the next message is told. Any thread.
 *
 * <p>Each room's steps run one after another on the loop that is home to the room's audience. So a step that attaches a client
 * comes after every message told before it and before every message told later: the client gets each message once, in the history
 * or live.
 */
final class RoomFeed implements ChatEvents, Backlog {

    private static final Logger LOG = LoggerFactory.getLogger(RoomFeed.class);

    /** Changes that were committed and not told; with more, rooms take no messages for a while. */
    private static final int MOST = 10_000;
    /** A step that takes longer is not waited for. */
    private static final long STEP_SECONDS = 10;

    /** Steps of a room that wait. Its loop only. */
    private static final class Line {
        private final ArrayDeque<Supplier<CompletionStage<?>>> steps = new ArrayDeque<>();
        private boolean running;
    }

    private final Hub hub;
    private final Consumer<RoomChange> teller;
    /** One for each shard, for its loop only. A room is in it as long as steps wait. */
    private final List<Map<RoomKey, Line>> lines = new ArrayList<>();

    private final AtomicInteger pending = new AtomicInteger();

    /** @param teller tells a change, on the loop that is home to the room */
    RoomFeed(Hub hub, Consumer<RoomChange> teller) {
        this.hub = hub;
        this.teller = teller;
        for (int i = 0; i < hub.shards(); i++) {
            lines.add(new HashMap<>());
        }
    }

    @Override
    public void changed(RoomChange change) {
        inTurn(new RoomKey(change.app(), change.roomId()), () -> {
            teller.accept(change);
            return CompletableFuture.completedFuture(null);
        });
    }

    /**
     * Runs a step when everything of the room before has been told; nothing later is, until the step's stage completes.
     *
     * @param step called on the loop of the room's home
     */
    void inTurn(RoomKey room, Supplier<CompletionStage<?>> step) {
        int home = hub.home(Audiences.room(room));
        pending.incrementAndGet();
        hub.shard(home).loop().execute(() -> {
            Line line = lines.get(home).computeIfAbsent(room, _ -> new Line());
            line.steps.add(step);
            advance(home, room, line);
        });
    }

    private void advance(int home, RoomKey room, Line line) {
        while (!line.running && !line.steps.isEmpty()) {
            CompletableFuture<?> done = run(line.steps.remove());
            if (done.isDone()) {
                pending.decrementAndGet();
            } else {
                line.running = true;
                Loop loop = hub.shard(home).loop();
                done.orTimeout(STEP_SECONDS, TimeUnit.SECONDS).whenComplete((_, failure) -> {
                    if (failure != null) {
                        LOG.warn("telling a change of a room took too long or failed", failure);
                    }
                    loop.execute(() -> {
                        pending.decrementAndGet();
                        line.running = false;
                        advance(home, room, line);
                    });
                });
            }
        }
        if (!line.running) {
            lines.get(home).remove(room);
        }
    }

    private static CompletableFuture<?> run(Supplier<CompletionStage<?>> step) {
        try {
            return step.get().toCompletableFuture();
        } catch (RuntimeException | Error e) {
            // The room's other steps must not wait for this one for ever.
            LOG.error("telling a change of a room failed", e);
            return CompletableFuture.completedFuture(null);
        }
    }

    @Override
    public boolean isFull() {
        return pending.get() > MOST;
    }

    /** Changes that were committed and not told. */
    int pending() {
        return pending.get();
    }
}
