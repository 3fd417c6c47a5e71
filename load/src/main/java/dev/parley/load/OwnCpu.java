package dev.parley.load;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What the generator's thread itself takes, since this was made on it. */
final class OwnCpu {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final long before = THREADS.getCurrentThreadCpuTime();

    /** Nanoseconds on a core so far. */
    long nanos() {
        return THREADS.getCurrentThreadCpuTime() - before;
    }

    /** Of a core. */
    double percent(long nanosPassed) {
        return 100.0 * nanos() / Math.max(1, nanosPassed);
    }
}
