package dev.parley.transport;

import dev.parley.core.Clock;
import dev.parley.core.Shard;
import dev.parley.core.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Slows one connection down: a token bucket over messages and bytes, and the hub's credit. While either says so, nothing is read
 * from the connection; what was already read is still served, so the debt is at most one read. The shard's event loop only.
 */
public final class Throttle {

    /** The connection that is slowed down. */
    public interface Gate {

        /** From now on the peer is read from, or it is not. */
        void reading(boolean on);

        /** It went over its rate; for a counter. */
        void throttled();
    }

    /** The hub has enough commands of this connection in flight. */
    public static final int CREDIT = 1;
    /** The connection is over its rate. */
    private static final int RATE = 2;

    private static final double NANOS = 1e9;

    private final Shard shard;
    private final Gate gate;
    private final Clock clock;
    private Rate rate;

    private double messages;
    private double bytes;
    private long refilledAt;
    private int holds;
    private @Nullable Timer timer;

    public Throttle(Shard shard, Gate gate, Rate rate, Clock clock) {
        this.shard = shard;
        this.gate = gate;
        this.rate = rate;
        this.clock = clock;
        this.messages = rate.burstMessages();
        this.bytes = rate.burstBytes();
        this.refilledAt = clock.nanos();
    }

    /** Another rate from now on; what was used up stays used up. */
    public void rate(Rate other) {
        if (!other.equals(rate)) {
            refill();
            double usedMessages = rate.burstMessages() - messages;
            double usedBytes = rate.burstBytes() - bytes;
            rate = other;
            messages = other.burstMessages() - usedMessages;
            bytes = other.burstBytes() - usedBytes;
        }
    }

    /** Something the peer sent costs as much as {@code more} further messages. */
    public void charge(int more) {
        messages -= more - 1;
        count(0);
    }

    /** A message of {@code size} bytes came in. */
    public void count(int size) {
        messages -= 1;
        bytes -= size;
        // The clock is only read when the bucket looks empty: most connections never get there.
        if ((messages < 0 || bytes < 0) && (holds & RATE) == 0) {
            refill();
            if (messages < 0 || bytes < 0) {
                gate.throttled();
                hold(RATE);
                waitForTokens();
            }
        }
    }

    private void refill() {
        long now = clock.nanos();
        double seconds = (now - refilledAt) / NANOS;
        refilledAt = now;
        messages = Math.min(rate.burstMessages(), messages + seconds * rate.messagesPerSecond());
        bytes = Math.min(rate.burstBytes(), bytes + seconds * rate.bytesPerSecond());
    }

    private void waitForTokens() {
        double seconds = Math.max(-messages / rate.messagesPerSecond(), -bytes / rate.bytesPerSecond());
        timer = shard.timers().schedule(Math.max(1, (long) Math.ceil(seconds * 1000)), () -> {
            refill();
            if (messages < 0 || bytes < 0) {
                waitForTokens();
            } else {
                release(RATE);
            }
        });
    }

    /** Whether nothing is read from the peer at the moment. */
    public boolean isHolding() {
        return holds != 0;
    }

    /** Stops reading, for a reason such as {@link #CREDIT}. */
    public void hold(int reason) {
        int before = holds;
        holds |= reason;
        if (before == 0) {
            gate.reading(false);
        }
    }

    /** Reads again, unless there is another reason not to. */
    public void release(int reason) {
        int before = holds;
        holds &= ~reason;
        if (before != 0 && holds == 0) {
            gate.reading(true);
        }
    }

    /** The transport changed: it must follow what the old one was told. */
    public void reapply() {
        gate.reading(holds == 0);
    }

    /** The connection is gone. */
    public void stop() {
        Timer armed = timer;
        if (armed != null) {
            armed.cancel();
        }
    }
}
