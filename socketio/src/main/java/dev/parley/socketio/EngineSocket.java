package dev.parley.socketio;

import dev.parley.core.Batch;
import dev.parley.core.CloseReason;
import dev.parley.core.Outbound;
import dev.parley.core.Shard;
import dev.parley.core.Valve;
import dev.parley.protocol.EngineCodec;
import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.EngineVersion;
import dev.parley.protocol.PacketType;
import dev.parley.transport.Rate;
import dev.parley.transport.Throttle;
import dev.parley.transport.WebSocketClose;
import dev.parley.transport.WebSocketConnection;
import dev.parley.transport.WebSocketEvents;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One Engine.IO connection: survives the change from polling to WebSocket and keeps its shard for life.
 *
 * <p>Thread rule: the shard's event loop only, except {@link #sid()}, {@link #version()}, {@link #handshake()} and
 * {@link #shard()}.
 */
public final class EngineSocket implements Outbound, Valve, Throttle.Gate {

    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_DATA = {};
    private static final int BINARY_HEADER = 1;

    private final String sid;
    private final EngineVersion version;
    private final HandshakeInfo handshake;
    private final Shard shard;
    private final EngineServer server;
    private final Heartbeat heartbeat;
    private final Throttle throttle;

    private @Nullable PollingTransport polling;
    /** Volatile: requests of this connection that come in on other loops ask for the carrier. */
    private volatile @Nullable WebSocketConnection webSocket;

    private @Nullable Upgrade upgrade;
    private @Nullable EngineEvents events;
    private boolean settled;
    private boolean closed;
    private @Nullable EngineClose ending;
    /** Why it is closed as soon as the polling client has fetched what is queued; null if it is not. */
    private @Nullable EngineClose leaving;
    /** Whether it is closed as soon as its change to WebSocket has come to an end. */
    private boolean goingAway;

    EngineSocket(String sid, EngineVersion version, HandshakeInfo handshake, Shard shard, EngineServer server) {
        this.sid = sid;
        this.version = version;
        this.handshake = handshake;
        this.shard = shard;
        this.server = server;
        this.heartbeat = new Heartbeat(this);
        this.throttle = new Throttle(shard, this, server.options().rate(), server.clock());
    }

    /** The connection's secret id: who knows it can poll this connection. */
    public String sid() {
        return sid;
    }

    public EngineVersion version() {
        return version;
    }

    /** The request the connection began with. */
    public HandshakeInfo handshake() {
        return handshake;
    }

    public Shard shard() {
        return shard;
    }

    /** What takes packets to the client now. */
    public Carrier carrier() {
        if (webSocket == null) {
            return Carrier.POLLING;
        }
        return version == EngineVersion.V3 ? Carrier.WEBSOCKET_3 : Carrier.WEBSOCKET_4;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    EngineServer server() {
        return server;
    }

    @Nullable
    PollingTransport polling() {
        return polling;
    }

    /** Begins on polling: the OPEN packet waits for the first poll, which is the handshake request itself. */
    PollingTransport openPolling(byte[] openPacket) {
        PollingTransport transport = new PollingTransport(this, server.options());
        polling = transport;
        open();
        transport.queue(new EnginePacket(PacketType.OPEN, false, openPacket, 0, openPacket.length));
        return transport;
    }

    /** Begins on a WebSocket. */
    void openWebSocket(WebSocketConnection connection, byte[] openPacket) {
        webSocket = connection;
        open();
        send(new EnginePacket(PacketType.OPEN, false, openPacket, 0, openPacket.length));
    }

    private void open() {
        server.opened(this);
        heartbeat.start();
    }

    /** To be called when the connection is of use to its owner; until then it counts against its address. */
    public void settled() {
        if (!settled && !closed) {
            settled = true;
            server.settled(this);
        }
    }

    boolean isSettled() {
        return settled;
    }

    /** Lets the connection send at another rate than the server's default. */
    public void rate(Rate rate) {
        throttle.rate(rate);
    }

    /** What the client has just asked for costs the server as much as {@code messages} further messages. */
    public void charge(int messages) {
        throttle.charge(messages);
    }

    /** Called when the OPEN packet is on its way. */
    void begin(EngineEvents owner) {
        events = owner;
    }

    /** Queues a text message; it leaves at the end of the tick. */
    public void sendText(byte[] utf8) {
        send(new EnginePacket(PacketType.MESSAGE, false, utf8, 0, utf8.length));
    }

    /** Queues a binary message. */
    public void sendBinary(byte[] bytes) {
        send(new EnginePacket(PacketType.MESSAGE, true, bytes, 0, bytes.length));
    }

    void sendControl(PacketType type) {
        send(new EnginePacket(type, false, NO_DATA, 0, 0));
    }

    private void send(EnginePacket packet) {
        if (closed) {
            return;
        }
        WebSocketConnection connection = webSocket;
        PollingTransport transport = polling;
        if (connection != null) {
            write(connection, packet);
        } else if (transport != null) {
            transport.queue(packet);
        }
    }

    private void write(WebSocketConnection connection, EnginePacket packet) {
        if (packet.binary()) {
            connection.sendBinary(EngineCodec.encodeBinary(version, packet.data(), packet.from(), packet.to()));
        } else {
            connection.sendText(EngineCodec.encodeText(packet));
        }
    }

    @Override
    public void deliver(Batch batch, int from, int to) {
        if (closed) {
            return;
        }
        WebSocketConnection connection = webSocket;
        PollingTransport transport = polling;
        if (connection != null) {
            connection.deliver(batch, from, to);
        } else if (transport != null) {
            transport.deliver((PollBatch) batch, from, to);
        }
    }

    @Override
    public void deliverLast(Batch batch, int from, int to) {
        WebSocketConnection connection = webSocket;
        if (connection != null && !closed) {
            connection.deliverLast(batch, from, to);
        } else {
            deliver(batch, from, to);
        }
    }

    @Override
    public void flush() {
        PollingTransport transport = polling;
        if (transport != null) {
            transport.flush();
        }
    }

    // Incoming.

    /** A message frame or polled packet arrived. */
    void received(EnginePacket packet) {
        if (closed) {
            return;
        }
        heartbeat.heard();
        throttle.count(packet.length());
        switch (packet.type()) {
            case MESSAGE -> message(packet);
            case PING -> ping(packet);
            case PONG -> pong();
            case CLOSE -> peerClosed();
            case UPGRADE, NOOP -> {}
            case OPEN -> close(EngineClose.PARSE_ERROR);
        }
    }

    private void message(EnginePacket packet) {
        server.meters().received(shard, packet.to() - packet.from());
        EngineEvents owner = events;
        if (owner == null) {
            return;
        }
        if (packet.binary()) {
            owner.binary(packet.bytes());
        } else {
            owner.text(packet.data(), packet.from(), packet.to());
        }
    }

    private void ping(EnginePacket packet) {
        if (version == EngineVersion.V4) {
            close(EngineClose.TRANSPORT_ERROR); // in version 4 it is the server that pings
            return;
        }
        byte[] echo = packet.bytes();
        send(new EnginePacket(PacketType.PONG, false, echo, 0, echo.length));
    }

    private void pong() {
        if (version == EngineVersion.V3) {
            close(EngineClose.TRANSPORT_ERROR);
        } else {
            heartbeat.answered();
        }
    }

    private void peerClosed() {
        PollingTransport transport = polling;
        if (transport != null) {
            transport.release(PacketType.NOOP);
        }
        close(EngineClose.TRANSPORT_CLOSE);
    }

    // Upgrade from polling to WebSocket.

    /** A WebSocket asks to take this connection over. */
    WebSocketEvents probe(WebSocketConnection connection) {
        if (closed || webSocket != null || upgrade != null) {
            connection.close(WebSocketClose.POLICY, "the connection is being or was upgraded");
            return connection.owner();
        }
        Upgrade begun = new Upgrade(this, connection, server.options().upgradeTimeout());
        upgrade = begun;
        return begun;
    }

    void answerProbe(WebSocketConnection connection) {
        EnginePacket answer = new EnginePacket(PacketType.PONG, false, PROBE, 0, PROBE.length);
        write(connection, answer);
    }

    void upgradeEnded() {
        upgrade = null;
        if (goingAway) {
            close(EngineClose.GOING_AWAY);
        }
    }

    /** The client has switched: everything queued goes out on the WebSocket, ahead of what follows. */
    void upgraded(WebSocketConnection connection) {
        upgrade = null;
        PollingTransport transport = polling;
        EngineEvents owner = events;
        if (transport == null || owner == null || closed) {
            connection.close(WebSocketClose.POLICY, "the connection is gone");
            return;
        }
        Carrier next = version == EngineVersion.V3 ? Carrier.WEBSOCKET_3 : Carrier.WEBSOCKET_4;
        owner.carrierChanged(next); // what the hub has pending is still delivered to the polling queue
        if (closed) {
            connection.close(WebSocketClose.POLICY, "too slow"); // that was too much for the queue
            return;
        }
        List<EnginePacket> queued = transport.finish();
        polling = null;
        webSocket = connection;
        connection.owner(new WebSocketTransport(this));
        for (EnginePacket packet : queued) {
            write(connection, packet);
        }
        throttle.reapply();
        server.upgraded(this);
        leave();
        if (goingAway) {
            close(EngineClose.GOING_AWAY);
        }
    }

    // Flow control.

    @Override
    public void pause() {
        throttle.hold(Throttle.CREDIT);
    }

    @Override
    public void resume() {
        throttle.release(Throttle.CREDIT);
    }

    /** Whether the server reads nothing from the peer at the moment. */
    boolean isHeld() {
        return throttle.isHolding();
    }

    @Override
    public void throttled() {
        server.meters().throttled();
    }

    @Override
    public void reading(boolean on) {
        WebSocketConnection connection = webSocket;
        PollingTransport transport = polling;
        if (connection != null) {
            if (on) {
                connection.resume();
            } else {
                connection.pause();
            }
        } else if (transport != null) {
            transport.reading(on);
        }
    }

    // The end.

    @Override
    public void close(CloseReason reason) {
        EngineClose meaning = switch (reason) {
            case SLOW -> EngineClose.SLOW;
            case GOING_AWAY -> EngineClose.GOING_AWAY;
            case PROTOCOL_ERROR -> EngineClose.PARSE_ERROR;
            case TIMEOUT -> EngineClose.PING_TIMEOUT;
            case CLIENT, LOST -> EngineClose.TRANSPORT_CLOSE;
            case TOO_LARGE, FLOOD, DENIED, EXPELLED, INTERNAL_ERROR -> EngineClose.FORCED_CLOSE;
        };
        ending = ending == null ? meaning : ending;
        WebSocketConnection connection = webSocket;
        if (connection != null) {
            connection.close(reason); // with the reason's own close code
        }
        close(meaning);
    }

    /** Ends the connection; its client may come back with a new one. */
    public void close(EngineClose reason) {
        if (closed) {
            return;
        }
        ending = ending == null ? reason : ending; // the transport's own end follows from this one
        WebSocketConnection connection = webSocket;
        PollingTransport transport = polling;
        if (transport != null) {
            transport.close();
        }
        if (connection != null && reason.reason() == CloseReason.GOING_AWAY) {
            // Some clients (Java's) take no notice of a close frame; all come back at the end of the TCP connection.
            connection.hangUp(reason.text());
        } else if (connection != null) {
            connection.close(closeCode(reason), reason.text());
        }
        ended(reason);
    }

    /**
     * Ends the connection because the server stops. A client in the middle of its change to WebSocket finishes that first: it has
     * put polling aside and listens to the WebSocket only afterwards, so that an end between the two would be noticed by nothing but
     * a missing heartbeat.
     */
    void goAway() {
        if (upgrade == null) {
            close(EngineClose.GOING_AWAY);
        } else {
            goingAway = true;
        }
    }

    /** Like {@link #close(EngineClose)}, behind what was sent before: a polling client has to fetch that first. */
    public void closeBehind(EngineClose reason) {
        PollingTransport transport = polling;
        if (transport == null || webSocket != null || transport.isEmpty()) {
            close(reason);
        } else if (leaving == null) {
            leaving = reason;
        }
    }

    /** Whether the connection ends with what is queued for the polling client. */
    boolean isLeaving() {
        return leaving != null;
    }

    /** What was queued is on its way. */
    void leave() {
        EngineClose reason = leaving;
        if (reason != null) {
            close(reason);
        }
    }

    private static int closeCode(EngineClose reason) {
        return switch (reason) {
            case PARSE_ERROR, TRANSPORT_ERROR -> WebSocketClose.PROTOCOL_ERROR;
            case SLOW, PING_TIMEOUT -> WebSocketClose.POLICY;
            case GOING_AWAY, UNAVAILABLE -> WebSocketClose.GOING_AWAY;
            case TRANSPORT_CLOSE, FORCED_CLOSE -> WebSocketClose.NORMAL;
        };
    }

    /** The transport is gone. */
    void ended(EngineClose reason) {
        if (closed) {
            return;
        }
        closed = true;
        heartbeat.stop();
        throttle.stop();
        Upgrade pending = upgrade;
        if (pending != null) {
            pending.cancel();
        }
        EngineClose cause = ending == null ? reason : ending;
        server.closed(this, cause);
        EngineEvents owner = events;
        if (owner != null) {
            owner.closed(cause);
        }
    }

    /** Approximate bytes a packet takes in an answer. */
    static int sizeOf(EnginePacket packet) {
        return packet.to() - packet.from() + BINARY_HEADER;
    }
}
