package dev.parley.admin;

import java.time.Duration;
import java.util.Optional;

/**
 * When a call that failed is tried again: if the server may be better soon, and the call either surely did not reach it or may be made twice.
 *
 * @param retries how often at most
 * @param first the wait before the first, if the server does not name one; each further wait is twice as long
 */
record RetryRule(int retries, Duration first) {

    static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int MAX_DOUBLINGS = 10;

    /** Whoever is to wait longer than this learns it at once. */
    static final Duration LONGEST_ASKED = Duration.ofSeconds(30);

    /**
     * How long to wait.
     *
     * @param tries how many there were
     * @param random from 0 to 1
     * @return empty if the call has failed for good
     */
    Optional<Duration> waitAfter(ParleyException failure, Call call, int tries, double random) {
        if (tries > retries || !mayHelp(failure, call)) {
            return Optional.empty();
        }
        Duration asked = asked(failure);
        if (asked.compareTo(LONGEST_ASKED) > 0) {
            return Optional.empty();
        }
        Duration full = first.multipliedBy(1L << Math.min(tries - 1, MAX_DOUBLINGS));
        Duration bounded = full.compareTo(LONGEST) > 0 ? LONGEST : full;
        // Between half of it and all of it, on top of what was asked for, so that many callers do not come back at
        // once.
        return Optional.of(asked.plus(Duration.ofNanos((long) (bounded.toNanos() * (0.5 + random / 2)))));
    }

    private static boolean mayHelp(ParleyException failure, Call call) {
        if (failure instanceof UnavailableException unavailable) {
            return call.isRepeatable() || unavailable.code().equals(UnavailableException.NO_CONNECTION);
        }
        return failure instanceof RateLimitedException && call.isRepeatable();
    }

    private static Duration asked(ParleyException failure) {
        if (failure instanceof UnavailableException unavailable) {
            return unavailable.retryAfter().orElse(Duration.ZERO);
        }
        return failure instanceof RateLimitedException limited
                ? limited.retryAfter().orElse(Duration.ZERO)
                : Duration.ZERO;
    }
}
