package dev.parley.client;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the commands from the call to the moment when whoever waits for them was told, and bounds them: callers may be faster than the client, and listeners
 * slower. There is room for what waits to be sent, for what is under way, and for as much again. Any thread.
 */
final class Admission {

    private static final int MORE = 2 * Traffic.WINDOW;

    private final Options.Bounds bounds;
    private final AtomicInteger commands = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean told = new AtomicBoolean();

    Admission(Options.Bounds bounds) {
        this.bounds = bounds;
    }

    /** Whether the command may come in; only then {@link #leave} follows. */
    boolean enter(Command<?> command) {
        int count = commands.incrementAndGet();
        long size = bytes.addAndGet(command.size());
        // One alone is for the outbox to judge.
        boolean fits = count == 1
                || (count <= 2L * bounds.maxBufferedMessages() + MORE && size <= 2 * bounds.maxBufferedBytes());
        if (!fits) {
            leave(command);
        }
        return fits;
    }

    void leave(Command<?> command) {
        bytes.addAndGet(-command.size());
        if (commands.decrementAndGet() <= bounds.maxBufferedMessages() / 2) {
            told.setPlain(false);
        }
    }

    /** Whether this refusal is the one to be told as an error: the first since there was much room. */
    boolean isFirstRefusal() {
        return bounds.overflow() == Overflow.FAIL && told.compareAndSet(false, true);
    }
}
