package dev.parley.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop's slice of the hub: the subscribers whose connections live on that loop, the audiences at home here,
 * and the batches on their way to the subscribers.
 *
 * <p>All methods, and all methods of the subscribers, lanes and timers it makes, are called on its loop only, unless they
 * say otherwise.
 *
 * <p>A tick is what the loop does in one go. Publications that arrive in it are gathered, and at its end every outbound
 * that has something to write is flushed once.
 */
public final class Shard {
    private static final Logger LOG = LoggerFactory.getLogger(Shard.class);

    private final Hub hub;
    private final int index;
    private final Loop loop;
    private final ShardCounters counters = new ShardCounters();
    private final Homes homes;
    private final OpenBatch batch;
    private final FanOut fanOut;
    private final Timers timers;
    private final Map<String, Subscriber> subscribers = new HashMap<>();

    private final Queue<Task> turns = new ArrayDeque<>();
    private boolean inTurn;
    private final Task seal = new Seal(false);
    private final Task lastSeal = new Seal(true);

    private final Runnable endOfTick = this::endOfTick;
    private List<Outbound> dirty = new ArrayList<>();
    private List<Outbound> flushing = new ArrayList<>();
    private boolean ticking;

    Shard(Hub hub, int index, Loop loop, long firstEpoch) {
        this.hub = hub;
        this.index = index;
        this.loop = loop;
        this.homes = new Homes(hub, this, firstEpoch);
        this.batch = new OpenBatch(hub.options(), counters);
        this.fanOut = new FanOut(this, batch);
        this.timers = new Timers(hub.clock(), loop, counters);
    }

    /** From any thread. */
    public int index() {
        return index;
    }

    /** From any thread. */
    public Loop loop() {
        return loop;
    }

    /** From any thread. */
    public Hub hub() {
        return hub;
    }

    /** The deadlines of everything that lives on this loop. */
    public Timers timers() {
        return timers;
    }

    /** A lane for a connection of this loop, paused and resumed through {@code valve}. */
    public Lane lane(Valve valve) {
        return new Lane(this, valve, hub.options().credit());
    }

    /**
     * Makes a subscriber. It is in no audience yet.
     *
     * @throws IllegalArgumentException if its id is in use or its lane belongs to another shard
     */
    public Subscriber open(SubscriberSpec spec) {
        assert loop.inLoop();
        if (spec.lane().shard() != this) {
            throw new IllegalArgumentException("the lane belongs to another shard");
        }
        Subscriber subscriber = new Subscriber(this, spec);
        if (subscribers.putIfAbsent(spec.id(), subscriber) != null) {
            throw new IllegalArgumentException("the subscriber id is in use");
        }
        counters.subscribers.increment();
        return subscriber;
    }

    /** The open subscriber of that id on this shard, or null. */
    public @Nullable Subscriber subscriber(String id) {
        return subscribers.get(id);
    }

    /** The open subscribers of this shard; a copy. */
    public List<Subscriber> subscribers() {
        return new ArrayList<>(subscribers.values());
    }

    /**
     * Has {@code outbound} flushed once at the end of this tick. An outbound calls this when it becomes dirty and not again
     * before it is flushed.
     */
    public void flushLater(Outbound outbound) {
        assert loop.inLoop();
        dirty.add(outbound);
        tick();
    }

    /** Makes sure this tick ends. */
    void tick() {
        if (!ticking) {
            ticking = true;
            loop.execute(endOfTick);
        }
    }

    private void endOfTick() {
        try {
            if (batch.audience() != null) {
                turn(lastSeal);
            }
        } finally {
            flushAll();
        }
    }

    private void flushAll() {
        List<Outbound> now = dirty;
        dirty = flushing;
        flushing = now;
        ticking = false; // what becomes dirty from here on gets a tick of its own
        if (batch.audience() != null) {
            tick(); // an outbound answered what it was given
        }
        for (int i = 0; i < now.size(); i++) {
            flush(now.get(i));
        }
        now.clear();
    }

    /** Short of direct memory it fails alone, too: the process lives on, and the others have what they need. */
    private void flush(Outbound outbound) {
        try {
            outbound.flush();
        } catch (RuntimeException | OutOfMemoryError e) {
            counters.faults.increment();
            LOG.debug("An outbound failed and is closed", e);
            try {
                outbound.close(CloseReason.INTERNAL_ERROR);
            } catch (RuntimeException | OutOfMemoryError again) {
                LOG.debug("It failed to close, too", again);
            }
        }
    }

    /** Seals the open batch, in whatever the shard is doing. */
    void seal() {
        if (batch.audience() == null || batch.sealing()) {
            return;
        }
        if (inTurn) {
            batch.seal();
        } else {
            turn(seal);
        }
    }

    /** Has a task done here: at once if this is the loop, else by a post. From any thread. */
    void post(Task task) {
        if (loop.inLoop()) {
            turn(task);
        } else {
            loop.execute(task);
        }
    }

    /** Does a task, or, if one is being done, does it after that one and those before it. One task fails alone. */
    void turn(Task task) {
        if (inTurn) {
            turns.add(task);
            return;
        }
        inTurn = true;
        try {
            Task first = task;
            if (!turns.isEmpty()) { // an Error ended a turn early; what it left comes first
                turns.add(task);
                first = turns.remove();
            }
            for (Task next = first; next != null; next = turns.poll()) {
                try {
                    next.act();
                } catch (RuntimeException e) {
                    counters.faults.increment();
                    LOG.error("A task of the hub failed", e);
                }
            }
        } finally {
            inTurn = false;
        }
    }

    /** Whether a task handed over by this loop now would be done now, with nothing before it. */
    boolean isFree() {
        return !inTurn && turns.isEmpty();
    }

    /** Whether the caller is inside a turn of this shard. From any thread. */
    boolean isInTurn() {
        return loop.inLoop() && inTurn;
    }

    /** Ends the app's subscriber of that id, if it is open and here. In a turn. */
    boolean expel(String app, String id, CloseReason reason) {
        Subscriber subscriber = subscribers.get(id);
        return subscriber != null && subscriber.app().equals(app) && subscriber.expel(reason);
    }

    void closed(Subscriber subscriber, CloseReason reason) {
        subscribers.remove(subscriber.id());
        counters.subscribers.decrement();
        counters.closes(reason).increment();
    }

    Homes homes() {
        return homes;
    }

    FanOut fanOut() {
        return fanOut;
    }

    OpenBatch batch() {
        return batch;
    }

    ShardCounters counters() {
        return counters;
    }

    /** Sealing as a task: what outbounds start from within it waits until it is over. */
    private final class Seal extends Task {
        private final boolean last;

        Seal(boolean last) {
            this.last = last;
        }

        @Override
        Shard where() {
            return Shard.this;
        }

        @Override
        void act() {
            batch.seal(last);
        }
    }
}
