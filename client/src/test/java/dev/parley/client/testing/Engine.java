package dev.parley.client.testing;

import dev.parley.protocol.EngineCodec;
import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.EngineVersion;
import dev.parley.protocol.PollingCodec;
import dev.parley.protocol.ProtocolException;
import dev.parley.protocol.SocketPacket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The Engine.IO sessions and TCP connections of a server: their packets, heartbeats and ends. State is guarded by the server's
 * lock; packets are handled on the dispatch thread.
 */
final class Engine {

    private static final int MOST_PACKETS = 10_000;
    private static final int FAREWELL_SECONDS = 10;

    private final Settings settings;
    private final Guard guard;
    private final ScheduledExecutorService dispatch;
    private final Faults faults;
    private final EventFlow flow;
    private final Problems problems;
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    /** Sessions that were ended politely, whose clients may fetch what is left. */
    private final Map<String, Session> leaving = new LinkedHashMap<>();

    private final Set<TcpConnection> connections = new LinkedHashSet<>();

    Engine(
            Settings settings,
            Guard guard,
            ScheduledExecutorService dispatch,
            Faults faults,
            EventFlow flow,
            Problems problems) {
        this.settings = settings;
        this.guard = guard;
        this.dispatch = dispatch;
        this.faults = faults;
        this.flow = flow;
        this.problems = problems;
    }

    // With the lock.

    void accepted(TcpConnection connection) {
        connections.add(connection);
    }

    void opened(Session session) {
        sessions.put(session.id, session);
        schedulePing(session);
    }

    @Nullable
    Session session(String id) {
        return sessions.get(id);
    }

    List<Session> sessions() {
        return new ArrayList<>(sessions.values());
    }

    List<TcpConnection> connections() {
        return new ArrayList<>(connections);
    }

    /** The session is over: its client has left, for this reason if it was the client's doing. */
    void end(Session session, @Nullable String reason) {
        if (sessions.remove(session.id) == null) {
            return;
        }
        flow.leave(session, reason);
        session.end();
    }

    /** Ends a session with a farewell that was sent; its connections are closed if the client has not done it in time. */
    void dismiss(Session session) {
        end(session, null);
        leaving.put(session.id, session);
        Runnable last = () -> {
            leaving.remove(session.id);
            session.connections().forEach(TcpConnection::end);
        };
        dispatch.schedule(() -> guard.run(last), FAREWELL_SECONDS, TimeUnit.SECONDS);
    }

    /** What is left for the client of a session that was dismissed; null if there is nothing, or no such session. */
    byte @Nullable [] unfetched(String id) {
        Session session = leaving.remove(id);
        return session == null ? null : session.unfetched();
    }

    /** Ends a session and closes its connections after what was written. */
    void cut(Session session, @Nullable String reason) {
        end(session, reason);
        session.connections().forEach(TcpConnection::reset);
    }

    /** Forgets the sessions, and tells nobody. */
    void clear() {
        sessions.values().forEach(Session::end);
        sessions.clear();
        leaving.clear();
    }

    private void schedulePing(Session session) {
        session.timer(dispatch.schedule(
                () -> guard.run(() -> ping(session)), settings.pingInterval().toMillis(), TimeUnit.MILLISECONDS));
    }

    private void ping(Session session) {
        if (session.ended()) {
            return;
        }
        if (faults.silent()) {
            schedulePing(session);
            return;
        }
        session.pongDue(true);
        session.send(Outgoing.text("2"));
        session.timer(dispatch.schedule(
                () -> guard.run(() -> pingTimeout(session)),
                settings.pingTimeout().toMillis(),
                TimeUnit.MILLISECONDS));
    }

    private void pingTimeout(Session session) {
        if (session.pongDue() && !session.ended()) {
            cut(session, "ping timeout");
        }
    }

    // On the dispatch thread, without the lock.

    /** A WebSocket message. */
    void message(Session session, TcpConnection connection, FrameReader.Message message) {
        try {
            byte[] data = message.data();
            EnginePacket packet = message.opcode() == Frames.TEXT
                    ? EngineCodec.decodeText(data, 0, data.length)
                    : EngineCodec.decodeBinary(EngineVersion.V4, data, 0, data.length);
            packet(session, connection, packet);
        } catch (ProtocolException e) {
            refuse(session, e);
        }
    }

    /** The body of a POST. */
    void post(Session session, TcpConnection connection, byte[] body) {
        try {
            for (EnginePacket packet :
                    PollingCodec.decode(EngineVersion.V4, body, false, MOST_PACKETS, settings.maxPayload())) {
                packet(session, connection, packet);
            }
        } catch (ProtocolException e) {
            refuse(session, e);
            return;
        }
        guard.run(() -> {
            if (!faults.silent()) {
                connection.write(HttpAnswers.text(200, new byte[] {'o', 'k'}));
            }
        });
    }

    /** The client closed its side of a connection, or a connection broke. */
    void lost(TcpConnection connection) {
        guard.run(() -> {
            connections.remove(connection);
            for (Session session : sessions()) {
                if (session.isWebSocket(connection)) {
                    end(session, "transport close");
                } else if (session.isPoll(connection)) {
                    session.lost(connection);
                    cut(session, "transport error");
                } else {
                    session.lost(connection);
                }
            }
        });
    }

    private void refuse(Session session, ProtocolException e) {
        problems.client(e);
        guard.run(() -> cut(session, "parse error"));
    }

    private void packet(Session session, TcpConnection connection, EnginePacket packet) throws ProtocolException {
        if (guard.get(session::ended)) {
            return;
        }
        switch (packet.type()) {
            case MESSAGE -> content(session, packet);
            case PONG -> guard.run(() -> pong(session));
            case PING -> guard.run(() -> probe(session, connection));
            case UPGRADE -> guard.run(() -> session.webSocket(connection));
            case CLOSE -> guard.run(() -> close(session));
            case OPEN, NOOP -> problems.client("a packet of type " + packet.type());
        }
    }

    private void content(Session session, EnginePacket packet) throws ProtocolException {
        SocketPacket complete = packet.binary()
                ? session.decoder.binary(packet.bytes())
                : session.decoder.text(packet.data(), packet.from(), packet.to());
        if (complete != null && !flow.packet(session, complete)) {
            guard.run(() -> cut(session, null));
        }
    }

    private void pong(Session session) {
        if (session.pongDue() && !session.ended()) {
            session.pongDue(false);
            schedulePing(session);
        }
    }

    /** The probe of an upgrade: answered there, and the poll that waits is let go. */
    private void probe(Session session, TcpConnection connection) {
        if (session.polls() && !faults.silent()) {
            connection.write(Frames.frame(Frames.TEXT, new byte[] {'3', 'p', 'r', 'o', 'b', 'e'}));
            if (session.hasPoll()) {
                session.send(Outgoing.text("6"));
            }
        }
    }

    private void close(Session session) {
        if (session.hasPoll()) {
            session.send(Outgoing.text("6"));
        }
        end(session, "transport close");
    }
}
