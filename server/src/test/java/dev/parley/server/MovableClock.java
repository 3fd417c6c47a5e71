package dev.parley.server;

import dev.parley.core.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is moved, for tests with many threads. */
public final class MovableClock implements Clock {

    /** What it shows at first, in milliseconds since 1970. */
    public static final long START = 1_700_000_000_000L;

    private final AtomicLong nanos = new AtomicLong(1);

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public long millis() {
        return START + nanos.get() / 1_000_000;
    }

    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }
}
