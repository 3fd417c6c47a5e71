package dev.parley.server.rest;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;

/** Bytes of bodies that are in memory while they come, of all requests together. Any thread. */
final class BodyBudget {

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    BodyBudget(long most) {
        this.most = most;
    }

    long taken() {
        return taken.get();
    }

    /** What one body takes; takes no more once it is closed. Owned by its request's loop. */
    final class Share implements IntPredicate, AutoCloseable {

        private final AtomicBoolean closed = new AtomicBoolean();
        private long bytes;

        /** Takes more, or nothing. */
        @Override
        public boolean test(int more) {
            if (closed.get()) {
                return false;
            }
            if (taken.addAndGet(more) > most) {
                taken.addAndGet(-more);
                return false;
            }
            bytes += more;
            return true;
        }

        /** Gives everything back, once. */
        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                taken.addAndGet(-bytes);
            }
        }
    }
}
