package dev.parley.socketio;

import dev.parley.core.Clock;
import dev.parley.core.Timer;
import dev.parley.core.Timers;
import dev.parley.protocol.EngineVersion;
import dev.parley.protocol.PacketType;
import org.jspecify.annotations.Nullable;

/**
 * Notices peers that are gone. In version 4 the server pings every interval and waits for the answer; in version 3 the client
 * pings and anything it sends counts. One timer per connection for life, whatever the peer sends.
 *
 * <p>Timers fire up to a tick after their time. That is made up for here, so that a peer is gone when interval and timeout have
 * passed and not later, however short they are.
 */
final class Heartbeat implements Runnable {

    /** A tick of the wheel and the rounding of its wake-up. */
    private static final long LATENESS_MILLIS = Timers.TICK_MILLIS + 1;

    private static final long MILLION = 1_000_000L;

    private final EngineSocket socket;
    private boolean awaiting;
    private long pingDueNanos;
    private @Nullable Timer timer;

    Heartbeat(EngineSocket socket) {
        this.socket = socket;
    }

    private Clock clock() {
        return socket.server().clock();
    }

    private long interval() {
        return socket.server().options().pingInterval().toMillis();
    }

    private long timeout() {
        return socket.server().options().pingTimeout().toMillis();
    }

    void start() {
        if (socket.version() == EngineVersion.V4) {
            awaitPing();
        } else {
            arm(interval() + timeout() - LATENESS_MILLIS);
        }
    }

    private void awaitPing() {
        awaiting = false;
        pingDueNanos = clock().nanos() + interval() * MILLION;
        arm(interval());
    }

    /** The deadline has come. */
    @Override
    public void run() {
        if (socket.isHeld()) {
            arm(timeout()); // nothing is read from the peer meanwhile, so its silence means nothing
            return;
        }
        if (awaiting || socket.version() == EngineVersion.V3) {
            socket.close(EngineClose.PING_TIMEOUT);
            return;
        }
        awaiting = true;
        socket.sendControl(PacketType.PING);
        long late = Math.max(0, (clock().nanos() - pingDueNanos) / MILLION);
        arm(timeout() - Math.min(late, LATENESS_MILLIS) - LATENESS_MILLIS);
    }

    /** The peer answered a ping of ours. */
    void answered() {
        awaitPing();
    }

    /** Something came from the peer. */
    void heard() {
        if (socket.version() == EngineVersion.V3) {
            arm(interval() + timeout() - LATENESS_MILLIS);
        }
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void arm(long millis) {
        Timer armed = timer;
        if (armed == null) {
            timer = socket.shard().timers().schedule(Math.max(1, millis), this);
        } else {
            armed.rearm(Math.max(1, millis));
        }
    }
}
