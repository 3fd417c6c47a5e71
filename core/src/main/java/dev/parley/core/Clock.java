package dev.parley.core;

/** Time. The only place that asks the machine for it, so that tests can move it by hand. From any thread. */
public interface Clock {

    /** Nanoseconds since some fixed moment; only differences mean something. Never goes backwards. */
    long nanos();

    /** Milliseconds since 1970-01-01T00:00Z. */
    long millis();

    /** The machine's clock. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
