package dev.parley.examples.echo;

import dev.parley.core.Broker;
import dev.parley.core.Clock;
import dev.parley.core.Hub;
import dev.parley.core.HubOptions;
import dev.parley.core.Shard;
import dev.parley.socketio.EngineOptions;
import dev.parley.socketio.EngineServer;
import dev.parley.socketio.SocketIoOptions;
import dev.parley.socketio.SocketIoServer;
import dev.parley.transport.Listener;
import dev.parley.transport.ListenerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** A Socket.IO echo on {@code /socket.io/} (namespaces {@code /} and {@code /custom}) and an Engine.IO echo on {@code /engine.io/}. */
public final class EchoServer implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Listener listener;
    private final CountDownLatch closed = new CountDownLatch(1);

    private EchoServer(Listener listener) {
        this.listener = listener;
    }

    /**
     * Starts a server; it serves when this returns.
     *
     * @throws IllegalStateException if the port cannot be bound
     */
    public static EchoServer start(EchoOptions options) {
        Listener listener =
                Listener.create(ListenerOptions.loopback(options.port(), 0).withHost(options.host()));
        Clock clock = Clock.system();
        Hub hub = new Hub(HubOptions.defaults(), Broker.embedded(), clock, listener.loops());
        List<Shard> shards =
                IntStream.range(0, hub.shards()).mapToObj(hub::shard).toList();
        listener.attach(shards, clock);

        EngineOptions engine = EngineOptions.defaults()
                .withPing(options.pingInterval(), options.pingTimeout())
                .withMaxPayload(options.maxPayload());
        SocketIoOptions settings =
                SocketIoOptions.defaults().withEngine(engine).withConnectTimeout(options.connectTimeout());
        SocketIoServer io = new SocketIoServer(settings, hub, listener.upgrade(), clock);
        new SocketEcho().serve(io.of("/"));
        new SocketEcho().serve(io.of("/custom"));
        EngineServer bare = new EngineServer(engine, listener.upgrade(), clock, EngineEcho::new);

        EchoServer server = new EchoServer(listener);
        listener.start(shards, (shard, request) -> route(io, bare, shard, request))
                .await();
        return server;
    }

    private static void route(SocketIoServer io, EngineServer bare, Shard shard, HttpServerRequest request) {
        String path = request.path();
        if (path != null && path.startsWith("/socket.io/")) {
            io.handle(shard, request);
        } else if (path != null && path.startsWith("/engine.io/")) {
            bare.handle(shard, request);
        } else {
            request.response().setStatusCode(404).end("not here; try /socket.io/ or /engine.io/");
        }
    }

    /** The bound port. */
    public int port() {
        return listener.port();
    }

    /** Blocks until the server was closed. */
    public void awaitClose() throws InterruptedException {
        closed.await();
    }

    /** Ends all connections and frees the port. */
    @Override
    public void close() {
        listener.registry().drain(Duration.ofMillis(1));
        listener.shutdown(GRACE).await();
        listener.close().await();
        closed.countDown();
    }
}
