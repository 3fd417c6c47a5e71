package dev.parley.client;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what was handed in and has not reached the {@link Outbox} yet, and bounds it like that: callers may be faster than the lane. Any thread.
 */
final class Admission {

    private final Options.Bounds bounds;
    private final AtomicInteger commands = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    Admission(Options.Bounds bounds) {
        this.bounds = bounds;
    }

    /** Whether the command may come in; only then {@link #leave} follows. */
    boolean enter(Command<?> command) {
        int count = commands.incrementAndGet();
        long size = bytes.addAndGet(command.size());
        // One alone is for the outbox to judge.
        boolean fits = count == 1 || (count <= bounds.maxBufferedMessages() && size <= bounds.maxBufferedBytes());
        if (!fits) {
            leave(command);
        }
        return fits;
    }

    void leave(Command<?> command) {
        commands.decrementAndGet();
        bytes.addAndGet(-command.size());
    }
}
