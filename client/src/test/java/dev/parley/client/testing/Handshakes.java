package dev.parley.client.testing;

import dev.parley.protocol.EngineError;
import dev.parley.protocol.EngineVersion;
import dev.parley.protocol.Handshake;
import dev.parley.protocol.Sid;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers the HTTP requests of Engine.IO: begins sessions, right or with a fault, and takes polls. With the server's lock. */
final class Handshakes {

    private static final Set<String> PATHS =
            Set.of("/socket.io/", "/socket.io", "/realtime/", "/realtime", "/realtime/realtime/", "/realtime/realtime");
    private static final byte[] JUNK = "\u0000\u0001 this is no HTTP\r\n\r\n".getBytes(StandardCharsets.UTF_8);

    private final Settings settings;
    private final Faults faults;
    private final Engine engine;
    private final Sid ids = new Sid();
    private int attempts;

    Handshakes(Settings settings, Faults faults, Engine engine) {
        this.settings = settings;
        this.faults = faults;
        this.engine = engine;
    }

    static boolean isAt(HttpRequest request) {
        return PATHS.contains(request.path());
    }

    int attempts() {
        return attempts;
    }

    /** Whether a connection that was just accepted is to be closed at once. */
    boolean closesOnAccept() {
        boolean closes = faults.takeClosedOnAccept();
        if (closes) {
            attempts++;
        }
        return closes;
    }

    /** Handles a request without a body; the session, if the connection is its WebSocket from now on. */
    @Nullable
    Session get(TcpConnection connection, HttpRequest request) {
        if (faults.silent()) {
            attempts += request.query().containsKey("sid") ? 0 : 1;
            return null;
        }
        String id = request.query().get("sid");
        if (id == null) {
            return begin(connection, request);
        }
        Session session = engine.session(id);
        if (session == null) {
            byte[] left = engine.unfetched(id);
            connection.write(
                    left == null ? HttpAnswers.engineError(EngineError.UNKNOWN_SID) : HttpAnswers.text(200, left));
            return null;
        }
        if (request.asksForWebSocket() && settings.webSocket() && session.polls()) {
            connection.write(HttpAnswers.switching(key(request)));
            session.carrier(connection);
            return session;
        }
        if (request.asksForWebSocket() || !session.polls() || session.hasPoll()) {
            connection.write(HttpAnswers.engineError(EngineError.BAD_REQUEST));
            return null;
        }
        session.carrier(connection);
        session.poll(connection);
        return null;
    }

    private @Nullable Session begin(TcpConnection connection, HttpRequest request) {
        attempts++;
        HandshakeFault fault = faults.takeHandshake();
        boolean webSocket = request.asksForWebSocket();
        switch (fault) {
            case HTTP_500 ->
                end(connection, HttpAnswers.restError(500, "internal_server_error", "A fault of the test."));
            case HTTP_404 -> end(connection, HttpAnswers.restError(404, "resource_not_found", "A fault of the test."));
            case JUNK_INSTEAD_OF_HTTP -> end(connection, JUNK);
            case CLOSE_ON_ACCEPT -> connection.end();
            case NEVER_ANSWER -> {}
            case CLOSE_AFTER_UPGRADE -> end(connection, webSocket ? HttpAnswers.switching(key(request)) : new byte[0]);
            case WRONG_ACCEPT_KEY -> {
                if (!webSocket) {
                    return open(connection, request, fault);
                }
                connection.write(HttpAnswers.switching(HttpAnswers.acceptKey("wrong")));
            }
            case NONE,
                    NEVER_OPEN,
                    JUNK_OPEN,
                    CLOSE_AFTER_OPEN,
                    NEVER_CONNECT,
                    JUNK_CONNECT,
                    CLOSE_INSTEAD_OF_CONNECT -> {
                return open(connection, request, fault);
            }
        }
        return null;
    }

    private @Nullable Session open(TcpConnection connection, HttpRequest request, HandshakeFault fault) {
        EngineError error = error(request);
        if (error != null) {
            connection.write(HttpAnswers.engineError(error));
            return null;
        }
        boolean webSocket = request.asksForWebSocket();
        Session session = new Session(ids.next(), request, fault, faults, settings.maxPayload());
        if (webSocket) {
            connection.write(HttpAnswers.switching(key(request)));
            session.webSocket(connection);
        } else {
            session.carrier(connection);
        }
        engine.opened(session);
        if (fault != HandshakeFault.NEVER_OPEN) {
            Outgoing open = Outgoing.text(fault == HandshakeFault.JUNK_OPEN ? "0{\"sid\":" : open(session));
            if (!webSocket) {
                session.poll(connection);
            }
            session.send(open);
        }
        if (fault == HandshakeFault.CLOSE_AFTER_OPEN) {
            engine.cut(session, null);
        }
        return webSocket ? session : null;
    }

    private String open(Session session) {
        boolean upgrades = settings.webSocket() && session.polls();
        Handshake handshake = new Handshake(
                session.id,
                upgrades ? List.of("websocket") : List.of(),
                (int) settings.pingInterval().toMillis(),
                (int) settings.pingTimeout().toMillis(),
                settings.maxPayload());
        return "0" + new String(handshake.json(EngineVersion.V4), StandardCharsets.UTF_8);
    }

    private @Nullable EngineError error(HttpRequest request) {
        if (!request.method().equals("GET")) {
            return EngineError.BAD_HANDSHAKE_METHOD;
        }
        if (!"4".equals(request.query().get("EIO"))) {
            return EngineError.UNSUPPORTED_PROTOCOL_VERSION;
        }
        String transport = request.query().getOrDefault("transport", "");
        if (!transport.equals(request.asksForWebSocket() ? "websocket" : "polling")) {
            return EngineError.UNKNOWN_TRANSPORT;
        }
        return request.asksForWebSocket() && !settings.webSocket() ? EngineError.UNKNOWN_TRANSPORT : null;
    }

    private static String key(HttpRequest request) {
        String key = request.header("sec-websocket-key");
        return HttpAnswers.acceptKey(key == null ? "" : key);
    }

    private static void end(TcpConnection connection, byte[] last) {
        connection.write(last);
        connection.end();
    }
}
