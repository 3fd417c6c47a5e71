package dev.parley.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Time, for this module: the only place that reads a clock or waits. No thread of its own: the JDK has one for delays. Any thread; tests put another in
 * its place.
 */
class Timers {

    /** The time of day. */
    Instant now() {
        return Instant.now();
    }

    /** From 0 to 1, for jitter. */
    double random() {
        return ThreadLocalRandom.current().nextDouble();
    }

    /**
     * Runs the task after the delay, on a thread of the common pool.
     *
     * @return to be cancelled when the task is not wanted any more, so that it is forgotten
     */
    CompletableFuture<?> after(Duration delay, Runnable task) {
        CompletableFuture<Boolean> due =
                new CompletableFuture<Boolean>().completeOnTimeout(true, delay.toNanos(), TimeUnit.NANOSECONDS);
        due.thenRunAsync(task); // not on the JDK's one thread for delays
        return due;
    }
}
