package dev.parley.socketio;

import dev.parley.core.Clock;
import dev.parley.core.Shard;
import dev.parley.protocol.EngineError;
import dev.parley.protocol.EngineVersion;
import dev.parley.protocol.Handshake;
import dev.parley.protocol.Sid;
import dev.parley.transport.BodyReader;
import dev.parley.transport.WebSocketUpgrade;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Engine.IO 3 and 4 on HTTP requests: handshakes, polls and WebSockets, with the reference server's errors. Give it the requests
 * of every path it shall serve; connections are known by their id on all of them.
 *
 * <p>Thread rule: {@link #handle} on the loop of the request; the rest any thread. A connection belongs to the shard its
 * handshake came in on.
 */
public final class EngineServer {

    private static final Logger log = LoggerFactory.getLogger(EngineServer.class);
    private static final String POLLING = "polling";
    private static final String WEBSOCKET = "websocket";

    private final EngineOptions options;
    private final WebSocketUpgrade upgrade;
    private final Clock clock;
    private final EngineAcceptor acceptor;
    private final EngineMeters meters = new EngineMeters();
    private final Sid ids = new Sid();
    private final Map<String, EngineSocket> sockets = new ConcurrentHashMap<>();
    private final AddressCounts idle;
    private final AddressCounts polling;
    private volatile boolean draining;
    private volatile Predicate<HandshakeInfo> allow = request -> true;
    private volatile Function<HttpServerRequest, HandshakeInfo> describe = HandshakeInfo::of;

    /**
     * @param upgrade the listener's way from a request to a WebSocket
     * @param acceptor takes the connections
     */
    public EngineServer(EngineOptions options, WebSocketUpgrade upgrade, Clock clock, EngineAcceptor acceptor) {
        this.options = options;
        this.upgrade = upgrade;
        this.clock = clock;
        this.acceptor = acceptor;
        this.idle = new AddressCounts(options.perAddress().maxIdle());
        this.polling = new AddressCounts(options.perAddress().maxPolling());
    }

    /** Refuses handshakes, with 403 and the error {@code Forbidden}, for which the test is false. */
    public EngineServer allowing(Predicate<HandshakeInfo> test) {
        this.allow = test;
        return this;
    }

    /** How the client's address and scheme are read from a request (behind trusted proxies). */
    public EngineServer describing(Function<HttpServerRequest, HandshakeInfo> description) {
        this.describe = description;
        return this;
    }

    public EngineOptions options() {
        return options;
    }

    public EngineMeters meters() {
        return meters;
    }

    Clock clock() {
        return clock;
    }

    /** Connections now open. */
    public int size() {
        return sockets.size();
    }

    /**
     * Takes a request of a served path.
     *
     * @param shard the shard of the loop it came in on
     */
    public void handle(Shard shard, HttpServerRequest request) {
        cors(request);
        if (request.method() == HttpMethod.OPTIONS) {
            preflight(request);
            return;
        }
        String transport = request.getParam("transport");
        boolean webSocket = WEBSOCKET.equals(transport);
        String sid = request.getParam("sid");
        if (!webSocket && !POLLING.equals(transport)) {
            refuse(request, EngineError.UNKNOWN_TRANSPORT);
        } else if (sid == null) {
            handshake(shard, request, webSocket);
        } else {
            known(sid, request, webSocket);
        }
    }

    /** A request of a connection, with the reference server's checks in its order. */
    private void known(String sid, HttpServerRequest request, boolean webSocket) {
        EngineSocket socket = sockets.get(sid);
        if (socket == null) {
            refuse(request, EngineError.UNKNOWN_SID);
        } else if (!fits(socket, request, webSocket)) {
            refuse(request, EngineError.BAD_REQUEST);
        } else if (!boundTo(socket, request)) {
            refuse(request, EngineError.UNKNOWN_SID);
        } else if (webSocket) {
            probe(socket, request);
        } else {
            poll(socket, request);
        }
    }

    /** A connection that is on a WebSocket takes no polls and no second WebSocket, whoever knows its id. */
    private static boolean fits(EngineSocket socket, HttpServerRequest request, boolean webSocket) {
        return socket.carrier() == Carrier.POLLING
                && socket.version() == EngineVersion.fromQuery(request.getParam("EIO"))
                && webSocket == WebSocketUpgrade.isRequested(request);
    }

    /** The reference server's checks, in its order. */
    private @Nullable EngineError refusal(
            HttpServerRequest request, @Nullable EngineVersion version, boolean webSocket) {
        if (request.method() != HttpMethod.GET) {
            return EngineError.BAD_HANDSHAKE_METHOD;
        }
        if (webSocket != WebSocketUpgrade.isRequested(request)) {
            return EngineError.BAD_REQUEST;
        }
        if (version == null || (version == EngineVersion.V3 && !options.allowVersion3())) {
            return EngineError.UNSUPPORTED_PROTOCOL_VERSION;
        }
        return draining ? EngineError.FORBIDDEN : null;
    }

    private boolean admits(HandshakeInfo info, boolean webSocket) {
        String address = info.remoteAddress();
        return !idle.isFull(address) && (webSocket || !polling.isFull(address)) && allow.test(info);
    }

    /**
     * Version 3 clients show their connection id to others as their socket id, so there it does not suffice to know it: the request
     * must come from the address of the handshake.
     */
    private boolean boundTo(EngineSocket socket, HttpServerRequest request) {
        return socket.version() == EngineVersion.V4
                || socket.handshake()
                        .remoteAddress()
                        .equals(describe.apply(request).remoteAddress());
    }

    private void handshake(Shard shard, HttpServerRequest request, boolean webSocket) {
        EngineVersion version = EngineVersion.fromQuery(request.getParam("EIO"));
        EngineError error = refusal(request, version, webSocket);
        if (error != null || version == null) {
            refuse(request, error == null ? EngineError.UNSUPPORTED_PROTOCOL_VERSION : error);
            return;
        }
        HandshakeInfo info = describe.apply(request);
        if (!admits(info, webSocket)) {
            refuse(request, EngineError.FORBIDDEN);
            return;
        }
        EngineSocket socket = new EngineSocket(ids.next(), version, info, shard, this);
        if (webSocket) {
            webSocketHandshake(socket, request);
            return;
        }
        PollExchange exchange = new PollExchange(request, shard);
        PollingTransport polling = socket.openPolling(openPacket(socket, List.of(WEBSOCKET)));
        socket.begin(acceptor.accept(socket));
        polling.get(exchange);
    }

    private void webSocketHandshake(EngineSocket socket, HttpServerRequest request) {
        if (!checkUpgrade(request)) {
            return;
        }
        upgrade.accept(request, socket.shard(), options.webSocket(), connection -> {
            socket.openWebSocket(connection, openPacket(socket, List.of()));
            socket.begin(acceptor.accept(socket));
            return new WebSocketTransport(socket);
        });
    }

    private boolean checkUpgrade(HttpServerRequest request) {
        WebSocketUpgrade.Refusal refusal = WebSocketUpgrade.check(request);
        if (refusal == null) {
            return true;
        }
        meters.refused();
        request.response()
                .setStatusCode(refusal.status())
                .putHeader("Sec-WebSocket-Version", "13")
                .end(refusal.message());
        return false;
    }

    private byte[] openPacket(EngineSocket socket, List<String> upgrades) {
        return new Handshake(
                        socket.sid(),
                        upgrades,
                        (int) options.pingInterval().toMillis(),
                        (int) options.pingTimeout().toMillis(),
                        options.maxPayload())
                .json(EngineVersion.V4); // the reference server names maxPayload to version 3 clients, too
    }

    private void probe(EngineSocket socket, HttpServerRequest request) {
        if (!checkUpgrade(request)) {
            return;
        }
        upgrade.accept(request, socket.shard(), options.webSocket(), socket::probe);
    }

    private void poll(EngineSocket socket, HttpServerRequest request) {
        PollExchange exchange = new PollExchange(request, socket.shard());
        if (request.method() == HttpMethod.GET) {
            socket.shard().loop().execute(() -> get(socket, exchange));
        } else if (request.method() == HttpMethod.POST) {
            request.pause(); // until the connection's shard has said that no other POST is open
            socket.shard().loop().execute(() -> beginPost(socket, request, exchange));
        } else {
            refuse(request, EngineError.BAD_REQUEST);
        }
    }

    private static void get(EngineSocket socket, PollExchange exchange) {
        PollingTransport polling = socket.polling();
        if (polling == null || !socket.isOpen()) {
            exchange.fail(EngineError.UNKNOWN_SID);
        } else {
            polling.get(exchange);
        }
    }

    private void beginPost(EngineSocket socket, HttpServerRequest request, PollExchange exchange) {
        PollingTransport polling = socket.polling();
        if (polling == null || !socket.isOpen()) {
            exchange.fail(EngineError.UNKNOWN_SID);
            exchange.onLoop(request::resume);
        } else if (polling.beginPost(exchange)) {
            boolean octetStream = isOctetStream(request.getHeader(HttpHeaders.CONTENT_TYPE));
            exchange.onLoop(() -> readBody(socket, polling, request, exchange, octetStream));
        } else {
            exchange.onLoop(request::resume); // what nobody reads would block the requests behind it
        }
    }

    private static boolean isOctetStream(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().equalsIgnoreCase("application/octet-stream");
    }

    private void readBody(
            EngineSocket socket,
            PollingTransport polling,
            HttpServerRequest request,
            PollExchange exchange,
            boolean octetStream) {
        BodyReader.read(
                request,
                options.maxPayload(),
                body -> socket.shard().loop().execute(() -> {
                    if (socket.isOpen()) {
                        polling.post(exchange, body, octetStream);
                    } else {
                        exchange.fail(EngineError.UNKNOWN_SID);
                    }
                }),
                () -> {
                    meters.refused();
                    socket.shard().loop().execute(() -> polling.postFailed(exchange));
                    tooLarge(request);
                });
        request.resume();
    }

    private void tooLarge(HttpServerRequest request) {
        log.debug("poll body over {} bytes refused", options.maxPayload());
        request.response()
                .setStatusCode(413)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end("{\"code\":3,\"message\":\"Payload is larger than " + options.maxPayload() + " bytes\"}")
                .onComplete(sent -> BodyReader.endConnection(request));
    }

    private void refuse(HttpServerRequest request, EngineError error) {
        meters.refused();
        log.debug("request refused: {}", error);
        request.response()
                .setStatusCode(error.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(Buffer.buffer(error.json()));
    }

    private static void cors(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null) {
            // No cookie is ever read here, so credentials from another origin grant nothing.
            request.response()
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")
                    .putHeader(HttpHeaders.VARY, "Origin");
        }
    }

    private static void preflight(HttpServerRequest request) {
        String asked = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
        if (asked != null) {
            request.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, asked);
        }
        request.response()
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET,POST,OPTIONS")
                .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600")
                .setStatusCode(204)
                .end();
    }

    void opened(EngineSocket socket) {
        sockets.put(socket.sid(), socket);
        meters.opened(socket);
        String address = socket.handshake().remoteAddress();
        idle.add(address);
        if (socket.carrier() == Carrier.POLLING) {
            polling.add(address);
        }
        if (draining) {
            // It came in while the drain began, which may not have seen it.
            socket.shard().loop().execute(socket::goAway);
        }
    }

    void settled(EngineSocket socket) {
        idle.remove(socket.handshake().remoteAddress());
    }

    void upgraded(EngineSocket socket) {
        meters.upgraded();
        polling.remove(socket.handshake().remoteAddress());
    }

    void closed(EngineSocket socket, EngineClose reason) {
        sockets.remove(socket.sid());
        meters.closed(socket, reason);
        String address = socket.handshake().remoteAddress();
        if (!socket.isSettled()) {
            idle.remove(address);
        }
        if (socket.carrier() == Carrier.POLLING) {
            polling.remove(address);
        }
    }

    /**
     * Takes no new connections and ends the polling ones over {@code spread}, so that their clients come back to a replacement; the
     * WebSockets are ended by the listener's registry. An upgrade under way comes to its end first, which may take the upgrade timeout
     * longer.
     */
    public void drain(Duration spread) {
        draining = true;
        long window = Math.max(1, spread.toMillis());
        for (EngineSocket socket : sockets.values()) {
            long delay = ThreadLocalRandom.current().nextLong(window);
            Shard shard = socket.shard();
            shard.loop()
                    .execute(() -> shard.timers().schedule(delay, () -> {
                        if (socket.carrier() == Carrier.POLLING) {
                            socket.goAway();
                        }
                    }));
        }
    }
}
