package dev.parley.server.gateway.skapi;

import dev.parley.core.Clock;
import java.util.concurrent.TimeUnit;

/** So many in a minute, at once or spread out. One thread. */
final class Allowance {

    private static final double MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final int perMinute;
    private final Clock clock;
    private double left;
    private long countedAt;

    Allowance(int perMinute, Clock clock) {
        this.perMinute = perMinute;
        this.clock = clock;
        this.left = perMinute;
        this.countedAt = clock.nanos();
    }

    /** Takes one, if there is one left. */
    boolean take() {
        long now = clock.nanos();
        left = Math.min(perMinute, left + (now - countedAt) * perMinute / MINUTE);
        countedAt = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
