package dev.parley.socketio;

import dev.parley.core.Timer;
import dev.parley.protocol.EngineVersion;
import dev.parley.protocol.PacketType;
import org.jspecify.annotations.Nullable;

/**
 * Notices peers that are gone. In version 4 the server pings every interval and waits for the answer; in version 3 the client
 * pings and anything it sends counts. One timer per connection, whatever the peer sends.
 */
final class Heartbeat {

    private final EngineSocket socket;
    private final long interval;
    private final long timeout;
    private @Nullable Timer timer;

    Heartbeat(EngineSocket socket, EngineOptions options) {
        this.socket = socket;
        this.interval = options.pingInterval().toMillis();
        this.timeout = options.pingTimeout().toMillis();
    }

    void start() {
        if (socket.version() == EngineVersion.V4) {
            arm(interval, this::ping);
        } else {
            arm(interval + timeout, this::expire);
        }
    }

    private void ping() {
        socket.sendControl(PacketType.PING);
        arm(timeout, this::expire);
    }

    /** The peer answered a ping of ours. */
    void answered() {
        arm(interval, this::ping);
    }

    /** Something came from the peer. */
    void heard() {
        if (socket.version() == EngineVersion.V3) {
            arm(interval + timeout, this::expire);
        }
    }

    private void expire() {
        socket.close(EngineClose.PING_TIMEOUT);
    }

    void stop() {
        Timer armed = timer;
        if (armed != null) {
            armed.cancel();
            timer = null;
        }
    }

    private void arm(long millis, Runnable action) {
        stop();
        timer = socket.shard().timers().schedule(millis, action);
    }
}
