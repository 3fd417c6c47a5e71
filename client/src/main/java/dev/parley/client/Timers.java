package dev.parley.client;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Time, for this module: the only place that reads a clock or waits. No thread of its own: the one that all clients share runs what is due on the lane. Tests put
 * another in its place.
 */
class Timers {

    /** Something that will happen. Any thread may cancel it. */
    interface Timer {
        /** Makes that it does not happen, if it has not begun to, and lets it be forgotten. */
        void cancel();
    }

    /** Nanoseconds of a clock that only goes forward. */
    long nanoTime() {
        return System.nanoTime();
    }

    /** Between 0 and 1, for jitter. */
    double random() {
        return ThreadLocalRandom.current().nextDouble();
    }

    /** Runs the task on the lane after the delay. */
    Timer after(Duration delay, Executor lane, Runnable task) {
        ScheduledFuture<?> due = SharedThreads.timer()
                .schedule(
                        () -> SharedThreads.lanes().execute(() -> lane.execute(task)),
                        delay.toNanos(),
                        TimeUnit.NANOSECONDS);
        return () -> due.cancel(false);
    }
}
