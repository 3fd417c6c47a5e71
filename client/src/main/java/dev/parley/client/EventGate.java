package dev.parley.client;

import dev.parley.protocol.EnginePacket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the promises of {@link TransportEvents} where packets come on one thread and failures on another: one call at a time, one end, nothing after it.
 * Packets are told by one thread at a time; an end may come from any. An end that comes while a packet is told is told after it, by the packet's thread.
 */
final class EventGate {

    private static final int IDLE = 0;
    private static final int TELLING = 1;
    private static final int OVER = 2;

    private final TransportEvents events;
    private final AtomicInteger state = new AtomicInteger(IDLE);
    private final AtomicReference<@Nullable TransportEnd> end = new AtomicReference<>();
    private volatile boolean silent;

    EventGate(TransportEvents events) {
        this.events = events;
    }

    /** Tells a packet, unless the end has come. */
    void packet(EnginePacket packet) {
        if (isOver() || !state.compareAndSet(IDLE, TELLING)) {
            return;
        }
        try {
            events.packet(packet);
        } finally {
            state.set(IDLE);
            tellEnd();
        }
    }

    /** Tells the end, if it is the first. */
    void end(TransportEnd how) {
        if (end.compareAndSet(null, how)) {
            tellEnd();
        }
    }

    /** Lets nothing through any more; a call that is under way goes on. */
    void silence() {
        silent = true;
    }

    /** Whether nothing will be told any more, but perhaps the end. */
    boolean isOver() {
        return silent || end.get() != null;
    }

    private void tellEnd() {
        TransportEnd how = end.get();
        if (how != null && state.compareAndSet(IDLE, OVER) && !silent) {
            events.ended(how);
        }
    }
}
