package dev.parley.client.testing;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The one lock of a fake server, and the waiting for changes of what it guards. Nothing blocks while it is held: bytes to send
 * are only put in a queue, and hooks are called without it.
 */
final class Guard {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    void run(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    <T> T get(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    /** Whether the condition, read with the lock, came true in time. */
    boolean await(BooleanSupplier condition, Duration bound) {
        lock.lock();
        try {
            long left = bound.toNanos();
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The wait for the fake server was interrupted.", e);
        } finally {
            lock.unlock();
        }
    }
}
