package dev.parley.bench;

import java.util.Arrays;

/** How long things took, in nanoseconds. Any thread. */
final class Latencies {

    private long[] nanos = new long[1024];
    private int size;

    synchronized void add(long took) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * size);
        }
        nanos[size++] = took;
    }

    synchronized int size() {
        return size;
    }

    /** In milliseconds; 0 of none. */
    synchronized double percentile(double percent) {
        if (size == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        int index = (int) Math.ceil(percent / 100 * size) - 1;
        return sorted[Math.clamp(index, 0, size - 1)] / 1e6;
    }
}
