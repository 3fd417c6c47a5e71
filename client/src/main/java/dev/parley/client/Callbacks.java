package dev.parley.client;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Runs the user's code: on the user's executor, one call at a time, in the order handed in. Counts the bytes of the events that wait, so that reading can stop while
 * listeners are behind.
 */
final class Callbacks {

    private static final Logger LOG = System.getLogger("dev.parley.client");
    /** After so many calls the executor may do other work before the rest. */
    private static final int MOST_AT_ONCE = 256;

    private final Executor executor;
    private final long mostBytes;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private volatile Runnable bound = () -> {};
    private volatile @Nullable Thread runner;
    private final AtomicBoolean crowded = new AtomicBoolean();

    private record Call(Runnable task, int bytes) {}

    Callbacks(Executor executor, long mostBytes) {
        this.executor = executor;
        this.mostBytes = mostBytes;
    }

    /** What to do when {@link #isFull()} changed. Any thread, and two at a time if it changes twice. */
    void onBound(Runnable whenChanged) {
        bound = whenChanged;
    }

    /** Whether more waits than should. */
    boolean isFull() {
        return crowded.get();
    }

    /** Whether this is the thread that calls the user's code now. */
    boolean runsHere() {
        return runner == Thread.currentThread();
    }

    void execute(Runnable task) {
        execute(task, 0);
    }

    /** Runs the task later; until then {@code size} bytes count as waiting. Called on the lane if it is not zero. */
    void execute(Runnable task, int size) {
        // Before it is in the queue: whoever runs it finds that there is somebody to be told of the room.
        if (size > 0 && bytes.addAndGet(size) > mostBytes && crowded.compareAndSet(false, true)) {
            bound.run();
        }
        calls.add(new Call(task, size));
        if (waiting.getAndIncrement() == 0) {
            hand();
        }
    }

    /**
     * If the executor takes nothing any more, a pool's thread does what waits: a future that never completes is worse. Not the thread at hand: it may be the lane's,
     * and a listener that waits for something of the client's would wait for itself.
     */
    private void hand() {
        Hand hand = new Hand();
        try {
            executor.execute(hand);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "the client's executor takes no tasks; listeners run on another thread", e);
            if (hand.claim()) {
                elsewhere();
            }
        } finally {
            hand.isHanded = true;
        }
    }

    /** One task of the executor's: whoever claims it drains the queue. */
    private final class Hand implements Runnable {

        private final Thread from = Thread.currentThread();
        private final AtomicBoolean claimed = new AtomicBoolean();
        private volatile boolean isHanded;

        boolean claim() {
            return claimed.compareAndSet(false, true);
        }

        @Override
        public void run() {
            if (!claim()) {
                return; // the executor threw, and ran it all the same
            }
            if (!isHanded && Thread.currentThread() == from) {
                // An executor that runs tasks where they are handed in: that may be the lane, and a listener must not
                // hold it.
                elsewhere();
            } else {
                drain();
            }
        }
    }

    private void drain() {
        for (int left = MOST_AT_ONCE; left > 0; left--) {
            Call call = calls.remove();
            runner = Thread.currentThread();
            run(call.task());
            runner = null;
            if (executor == SharedThreads.listeners()) {
                Thread.interrupted(); // what a listener leaves behind is nothing for the next
            }
            freed(call.bytes());
            if (waiting.decrementAndGet() == 0) {
                return;
            }
        }
        hand();
    }

    private void elsewhere() {
        try {
            SharedThreads.listeners().execute(this::drain);
        } catch (RuntimeException | Error e) { // no threads to be had: perhaps later
            SharedThreads.timer().schedule(this::elsewhere, 1, TimeUnit.SECONDS);
        }
    }

    private void freed(int size) {
        if (size > 0 && bytes.addAndGet(-size) <= mostBytes / 2 && crowded.compareAndSet(true, false)) {
            bound.run();
        }
    }

    /** Calls the user's code. What it throws is its own affair. */
    static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) { // Kotlin's functions, and others', throw checked exceptions as well
            LOG.log(Level.ERROR, "a listener failed", e);
        }
    }
}
