package dev.parley.server.push;

import dev.parley.core.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is moved. */
final class ManualClock implements Clock {

    static final long START = 1_700_000_000_000L;

    private final AtomicLong nanos = new AtomicLong(1);

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public long millis() {
        return START + nanos.get() / 1_000_000;
    }

    void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }
}
