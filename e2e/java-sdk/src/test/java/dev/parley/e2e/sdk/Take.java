package dev.parley.e2e.sdk;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for the next thing in a queue. */
final class Take {

    private Take() {}

    static <T> T from(BlockingQueue<T> queue, String what) {
        return from(queue, () -> what);
    }

    static <T> T from(BlockingQueue<T> queue, Supplier<String> what) {
        try {
            T taken = queue.poll(Within.SECONDS, TimeUnit.SECONDS);
            if (taken == null) {
                throw new AssertionError("waited in vain for " + what.get());
            }
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what.get(), e);
        }
    }
}
