package dev.parley.socketio;

import dev.parley.core.Timer;
import dev.parley.protocol.EngineCodec;
import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.PacketType;
import dev.parley.protocol.ProtocolException;
import dev.parley.transport.WebSocketClose;
import dev.parley.transport.WebSocketConnection;
import dev.parley.transport.WebSocketEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket on its way to replace polling (Engine.IO protocol, "Upgrade"): {@code 2probe}, {@code 3probe}, then {@code 5}.
 * Meanwhile waiting polls are answered with NOOP, so that the client can stop polling.
 */
final class Upgrade implements WebSocketEvents {

    private static final long NOOP_EVERY_MILLIS = 20;
    private static final String PROBE = "probe";

    private final EngineSocket socket;
    private final WebSocketConnection connection;
    private final Timer deadline;
    private @Nullable Timer noop;
    private boolean done;

    Upgrade(EngineSocket socket, WebSocketConnection connection, Duration timeout) {
        this.socket = socket;
        this.connection = connection;
        this.deadline = socket.shard().timers().schedule(timeout.toMillis(), this::cancel);
    }

    @Override
    public void text(byte[] utf8) {
        try {
            EnginePacket packet = EngineCodec.decodeText(socket.version(), utf8, 0, utf8.length);
            if (packet.type() == PacketType.PING && isProbe(packet) && noop == null) {
                socket.answerProbe(connection);
                releasePolls();
            } else if (packet.type() == PacketType.UPGRADE && noop != null) {
                stop();
                socket.upgraded(connection);
            } else {
                cancel();
            }
        } catch (ProtocolException e) {
            cancel();
        }
    }

    private static boolean isProbe(EnginePacket packet) {
        return new String(packet.data(), packet.from(), packet.to() - packet.from(), StandardCharsets.UTF_8)
                .equals(PROBE);
    }

    private void releasePolls() {
        PollingTransport polling = socket.polling();
        if (done || polling == null) {
            return;
        }
        polling.release(PacketType.NOOP);
        noop = socket.shard().timers().schedule(NOOP_EVERY_MILLIS, this::releasePolls);
    }

    @Override
    public void binary(byte[] bytes) {
        cancel();
    }

    @Override
    public void closed(WebSocketClose close) {
        if (!done) {
            stop();
            socket.upgradeEnded();
        }
    }

    @Override
    public void drain(WebSocketConnection draining) {
        socket.goAway();
    }

    /** Gives the upgrade up; polling goes on. */
    void cancel() {
        if (!done) {
            stop();
            socket.upgradeEnded();
            connection.close(WebSocketClose.PROTOCOL_ERROR, "upgrade failed");
        }
    }

    private void stop() {
        done = true;
        deadline.cancel();
        Timer waiting = noop;
        if (waiting != null) {
            waiting.cancel();
        }
    }
}
