package dev.parley.client;

import java.time.Duration;

/**
 * How long to wait before the next attempt: twice as long each time up to a bound, and by chance up to half of it more or less, so that clients of a server that
 * comes back do not come at once. Owned by the lane.
 */
final class Backoff {

    private static final double JITTER = 0.5;
    private static final int MOST_DOUBLINGS = 30;

    private final Options.Pace pace;
    private final Timers timers;
    private int attempts;
    private Duration last = Duration.ZERO;

    Backoff(Options.Pace pace, Timers timers) {
        this.pace = pace;
        this.timers = timers;
    }

    /** Number of the attempt that the last delay was for, from 1. */
    int attempts() {
        return attempts;
    }

    Duration next() {
        double base = (double) pace.reconnectionDelay().toNanos() * Math.pow(2, Math.min(attempts, MOST_DOUBLINGS));
        double bounded = Math.min(base, (double) longest());
        attempts++;
        last = Duration.ofNanos((long) (bounded * (1 - JITTER + 2 * JITTER * timers.random())));
        return last;
    }

    private long longest() {
        return Math.max(
                pace.reconnectionDelay().toNanos(), pace.reconnectionDelayMax().toNanos());
    }

    /** A connection ended that had lived this long. One that lived shorter than its attempt was waited for counts as failed. */
    void lived(Duration time) {
        if (time.compareTo(last) >= 0) {
            reset();
        }
    }

    void reset() {
        attempts = 0;
        last = Duration.ZERO;
    }
}
