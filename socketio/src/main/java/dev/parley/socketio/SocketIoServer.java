package dev.parley.socketio;

import dev.parley.core.Clock;
import dev.parley.core.Hub;
import dev.parley.core.Shard;
import dev.parley.protocol.JsonLimits;
import dev.parley.protocol.Sid;
import dev.parley.protocol.SocketDecoder;
import dev.parley.transport.WebSocketUpgrade;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A Socket.IO server for clients of protocol 5 (Socket.IO 3 and 4) and of the older one on Engine.IO 3 (Socket.IO 2).
 *
 * <pre>{@code
 * SocketIoServer io = new SocketIoServer(SocketIoOptions.defaults(), hub, listener.upgrade(), clock);
 * io.of("/").onConnect(socket -> socket.join("lobby"))
 *           .on("hello", (socket, args, ack) -> io.of("/").to("lobby").emit("hello", args.all()));
 * listener.start(shards, (shard, request) -> io.handle(shard, request));
 * }</pre>
 *
 * <p>Thread rule: set namespaces up before requests come; {@link #handle} on the loop of the request.
 */
public final class SocketIoServer {

    /**
     * Between OPEN and the unasked CONNECT of a version 3 WebSocket. Clients that listen for one message at a time, as the public
     * test-suites do, would miss the second of two in one segment; the reference server writes one at a time.
     */
    private static final long MOMENT_MILLIS = 5;

    private final SocketIoOptions options;
    private final Hub hub;
    private final EngineServer engine;
    private final Sid ids = new Sid();
    private final Map<Shard, SocketDecoder> decoders = new ConcurrentHashMap<>();
    private final Map<String, NamespaceHandler> handlers = new ConcurrentHashMap<>();
    private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();

    /**
     * @param hub carries rooms; its shards are the listener's loops
     * @param upgrade the listener's way from a request to a WebSocket
     */
    public SocketIoServer(SocketIoOptions options, Hub hub, WebSocketUpgrade upgrade, Clock clock) {
        this.options = options;
        this.hub = hub;
        this.engine = new EngineServer(options.engine(), upgrade, clock, this::accept);
    }

    private EngineEvents accept(EngineSocket socket) {
        Client client = new Client(this, socket);
        // After the owner is known to the connection, so that what the handler sends follows the OPEN packet.
        if (socket.carrier() == Carrier.WEBSOCKET_3) {
            socket.shard().timers().schedule(MOMENT_MILLIS, client::start);
        } else {
            socket.shard().loop().execute(client::start);
        }
        return client;
    }

    public SocketIoOptions options() {
        return options;
    }

    /** The layer below: handshakes, meters, draining. */
    public EngineServer engine() {
        return engine;
    }

    /** A namespace of the library's own kind: events, acknowledgements and rooms. Made on first use. */
    public Namespace of(String name) {
        return namespaces.computeIfAbsent(name, made -> {
            Namespace namespace = new Namespace(made, hub, options.maxRooms());
            handlers.put(made, namespace);
            return namespace;
        });
    }

    /** Serves a namespace by a handler that decides everything itself, as gateways do. */
    public SocketIoServer namespace(String name, NamespaceHandler handler) {
        handlers.put(name, handler);
        return this;
    }

    @Nullable
    NamespaceHandler handler(String name) {
        return handlers.get(name);
    }

    /** A decoder for one connection of that shard. */
    SocketDecoder decoder(Shard shard) {
        return decoders.computeIfAbsent(shard, first -> newDecoder()).sibling();
    }

    private SocketDecoder newDecoder() {
        int maxPayload = options.engine().maxPayload();
        JsonLimits json = new JsonLimits(options.maxJsonDepth(), JsonLimits.DEFAULT.maxNumberLength(), maxPayload);
        return new SocketDecoder(json, options.maxAttachments(), maxPayload);
    }

    String newId() {
        return ids.next();
    }

    /**
     * Takes a request of a path this server lives on.
     *
     * @param shard the shard of the loop it came in on
     */
    public void handle(Shard shard, HttpServerRequest request) {
        engine.handle(shard, request);
    }

    /** See {@link EngineServer#drain}. */
    public void drain(Duration spread) {
        engine.drain(spread);
    }
}
