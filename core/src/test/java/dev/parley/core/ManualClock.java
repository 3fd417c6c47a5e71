package dev.parley.core;

/** A clock that stands still until it is moved. */
public final class ManualClock implements Clock {
    private long nanos = 7_000_000_123L;
    private long millis = 1_700_000_000_000L;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public long millis() {
        return millis;
    }

    /** Moves it forward. What is due does not run by that: see {@link ManualLoops#advance}. */
    public void advanceNanos(long by) {
        nanos += by;
        millis = 1_700_000_000_000L + (nanos - 7_000_000_123L) / 1_000_000;
    }
}
