package dev.parley.load;

/** The only class that asks the machine for the time. */
final class Nanos {
    private Nanos() {}

    /** Nanoseconds since some moment. */
    static long now() {
        return System.nanoTime();
    }
}
