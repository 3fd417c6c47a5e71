package dev.parley.core;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shard's deadlines: a hashed wheel of {@value #TICK_MILLIS} ms ticks. Used on the shard's loop only.
 *
 * <p>A task runs at the first tick at or after its deadline, never before it. The loop is asked to wake the wheel for the
 * next slot that holds something, and not at all while it is empty.
 *
 * <p>Putting a deadline off only changes the number in the {@link Timer}: it stays in its slot, and is moved when the hand
 * comes by. That makes the common case, a ping put off by every packet, a single write. The loop's wake-ups cannot be
 * taken back; those asked for and not yet come are remembered, so that no second one is asked for where one will come.
 */
public final class Timers {
    /** The length of a tick in milliseconds. */
    public static final int TICK_MILLIS = 5;

    /** {@link Timer#slot} of a timer that is not pending. */
    static final int NOWHERE = -1;

    /** {@link Timer#slot} of a timer in the list the hand is working on. */
    private static final int IN_HAND = -2;

    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);
    private static final long TICK_NANOS = TICK_MILLIS * 1_000_000L;

    /** One turn of the wheel is about 20 seconds, so that most pings are visited once or twice. */
    private static final int SLOTS = 4096;

    private final Clock clock;
    private final Loop loop;
    private final ShardCounters counters;
    private final long origin;
    private final Runnable wake = this::wake;

    private final @Nullable Timer[] heads = new @Nullable Timer[SLOTS];
    private final BitSet occupied = new BitSet(SLOTS);
    private @Nullable Timer inHand;
    private int pending;

    /** All slots up to this tick have been worked on. */
    private long handTick;

    /** Ticks of the wake-ups under way, each earlier than the one before. */
    private long[] wakes = new long[4];

    private int wakeCount;
    private boolean turning;

    Timers(Clock clock, Loop loop, ShardCounters counters) {
        this.clock = clock;
        this.loop = loop;
        this.counters = counters;
        this.origin = clock.nanos();
    }

    /**
     * Runs {@code task} once, on this loop, in {@code delayMillis} milliseconds. An exception it throws is logged and
     * disturbs no other.
     */
    public Timer schedule(long delayMillis, Runnable task) {
        Timer timer = new Timer(this, task);
        arm(timer, delayMillis);
        return timer;
    }

    /** How many deadlines are pending. */
    public int pending() {
        return pending;
    }

    void arm(Timer timer, long delayMillis) {
        assert loop.inLoop();
        long nanos = clock.nanos() - origin + Math.clamp(delayMillis, 0, Long.MAX_VALUE / 2_000_000L) * 1_000_000L;
        long due = Math.ceilDiv(nanos, TICK_NANOS);
        if (timer.slot >= 0 && due >= timer.dueTick) {
            timer.dueTick = due;
            return; // whatever its slot was made for comes no later
        }
        if (timer.isPending()) {
            unlink(timer);
        }
        timer.dueTick = due;
        link(timer);
        wakeFor(Math.max(due, handTick + 1));
    }

    void cancel(Timer timer) {
        assert loop.inLoop();
        if (timer.isPending()) {
            unlink(timer);
        }
    }

    private void wake() {
        if (wakeCount > 0) {
            wakeCount--;
        }
        turn((clock.nanos() - origin) / TICK_NANOS);
        wakeForNext();
    }

    /** Moves the hand to {@code nowTick}, at most once around. */
    private void turn(long nowTick) {
        long from = handTick + 1;
        if (nowTick < from) {
            return;
        }
        handTick = nowTick;
        turning = true;
        int steps = (int) Math.min(nowTick - from + 1, SLOTS);
        int start = (int) (from & (SLOTS - 1));
        int untilWrap = Math.min(steps, SLOTS - start);
        work(start, start + untilWrap, nowTick);
        work(0, steps - untilWrap, nowTick);
        turning = false;
    }

    private void work(int from, int to, long nowTick) {
        for (int slot = occupied.nextSetBit(from); slot >= 0 && slot < to; slot = occupied.nextSetBit(slot + 1)) {
            takeInHand(slot);
            for (Timer timer = inHand; timer != null; timer = inHand) {
                unlink(timer);
                if (timer.dueTick <= nowTick) {
                    run(timer);
                } else {
                    link(timer);
                }
            }
        }
    }

    /** Tasks may arm and cancel any timer, so the slot's list is moved to where nothing is added. */
    private void takeInHand(int slot) {
        inHand = heads[slot];
        heads[slot] = null;
        occupied.clear(slot);
        for (Timer timer = inHand; timer != null; timer = timer.next) {
            timer.slot = IN_HAND;
        }
    }

    private void run(Timer timer) {
        try {
            timer.task.run();
        } catch (RuntimeException e) {
            counters.faults.increment();
            LOG.error("A deadline's task failed", e);
        }
    }

    /** A deadline that is due already goes to the slot after the hand. */
    private void link(Timer timer) {
        int slot = (int) (Math.max(timer.dueTick, handTick + 1) & (SLOTS - 1));
        Timer head = heads[slot];
        timer.slot = slot;
        timer.previous = null;
        timer.next = head;
        if (head != null) {
            head.previous = timer;
        }
        heads[slot] = timer;
        occupied.set(slot);
        pending++;
    }

    private void unlink(Timer timer) {
        Timer next = timer.next;
        Timer previous = timer.previous;
        if (next != null) {
            next.previous = previous;
        }
        if (previous != null) {
            previous.next = next;
        } else if (timer.slot == IN_HAND) {
            inHand = next;
        } else {
            heads[timer.slot] = next;
            if (next == null) {
                occupied.clear(timer.slot);
            }
        }
        timer.next = null;
        timer.previous = null;
        timer.slot = NOWHERE;
        pending--;
    }

    private void wakeForNext() {
        if (pending == 0) {
            return;
        }
        int after = (int) ((handTick + 1) & (SLOTS - 1));
        int slot = occupied.nextSetBit(after);
        if (slot < 0) {
            slot = occupied.nextSetBit(0);
        }
        wakeFor(handTick + 1 + ((slot - after) & (SLOTS - 1)));
    }

    /** Makes sure the wheel is woken at that tick or before. While it turns, what comes next is found at the end. */
    private void wakeFor(long tick) {
        if (turning || (wakeCount > 0 && wakes[wakeCount - 1] <= tick)) {
            return;
        }
        if (wakeCount == wakes.length) {
            wakes = Arrays.copyOf(wakes, wakeCount * 2);
        }
        wakes[wakeCount++] = tick;
        long nanos = origin + tick * TICK_NANOS - clock.nanos();
        loop.schedule(wake, Math.max(0, Math.ceilDiv(nanos, 1_000_000L)));
    }
}
