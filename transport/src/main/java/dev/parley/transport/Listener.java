package dev.parley.transport;

import dev.parley.core.Clock;
import dev.parley.core.Loop;
import dev.parley.core.Shard;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one listener of a process: TLS, HTTP/1.1 and the connections that become WebSockets. It owns Vert.x and one event loop per
 * shard; each loop accepts its own share of connections.
 *
 * <p>Life: {@link #create} makes the loops, so that a hub can be built on them; {@link #start} binds the port;
 * {@link #shutdown} stops accepting, lets running requests end and closes what is left. All three are called from outside the
 * loops; {@link RequestHandler} is called on the loop of its shard.
 */
public final class Listener {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    /** Takes every HTTP request, on the loop of {@code shard}, before the body is read. */
    @FunctionalInterface
    public interface RequestHandler {
        void handle(Shard shard, HttpServerRequest request);
    }

    private final ListenerOptions options;
    private final Vertx vertx;
    private final List<NettyLoop> loops;
    private final List<HttpServer> servers = new ArrayList<>();
    private final Map<InetAddress, AtomicInteger> perIp = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final LongAdder slowSenders = new LongAdder();
    private final LongAdder overLimit = new LongAdder();
    private @Nullable ConnectionRegistry registry;
    private @Nullable WebSocketUpgrade upgrade;
    private @Nullable Stamp tlsStamp;
    private volatile int port;
    private volatile boolean ending;

    private Listener(ListenerOptions options, Vertx vertx, List<NettyLoop> loops) {
        this.options = options;
        this.vertx = vertx;
        this.loops = loops;
    }

    /** Makes the event loops; nothing is bound yet. */
    public static Listener create(ListenerOptions options) {
        int count = options.eventLoops() > 0
                ? options.eventLoops()
                : Runtime.getRuntime().availableProcessors();
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setEventLoopPoolSize(count)
                        .setMaxEventLoopExecuteTime(1)
                        .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS))
                .withTransport(LoopTransport.best())
                .build();
        IdentityHashMap<EventLoop, NettyLoop> byLoop = new IdentityHashMap<>();
        List<NettyLoop> loops = new ArrayList<>();
        // Contexts are handed out over the loops in turn, so one round meets each of them.
        for (int i = 0; i < 4 * count && loops.size() < count; i++) {
            NettyLoop loop = new NettyLoop(((VertxInternal) vertx).createEventLoopContext());
            if (byLoop.putIfAbsent(loop.eventLoop(), loop) == null) {
                loops.add(loop);
            }
        }
        if (loops.size() != count) {
            throw new IllegalStateException("found " + loops.size() + " of " + count + " event loops");
        }
        return new Listener(options, vertx, List.copyOf(loops));
    }

    /** The loops, in the order of the shards to build on them. */
    public List<Loop> loops() {
        return List.copyOf(loops);
    }

    /** Vert.x, for routing and for work beside the loops. */
    public Vertx vertx() {
        return vertx;
    }

    /** The bound port; 0 before {@link #start} has completed. */
    public int port() {
        return port;
    }

    /** Live WebSockets. @throws IllegalStateException before {@link #start} */
    public ConnectionRegistry registry() {
        return started(registry);
    }

    /** The way from a request to a WebSocket. @throws IllegalStateException before {@link #start} */
    public WebSocketUpgrade upgrade() {
        return started(upgrade);
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the listener was not started");
        }
        return part;
    }

    /**
     * Prepares the takeover for the shards of {@link #loops()}, in the same order. Call before {@link #start}, so that the owner
     * of the request handler can be built on {@link #registry()} and {@link #upgrade()}.
     */
    public void attach(List<Shard> shards, Clock clock) {
        if (shards.size() != loops.size()) {
            throw new IllegalArgumentException(shards.size() + " shards for " + loops.size() + " loops");
        }
        IdentityHashMap<Shard, EventLoop> eventLoops = new IdentityHashMap<>();
        for (int i = 0; i < loops.size(); i++) {
            eventLoops.put(shards.get(i), loops.get(i).eventLoop());
        }
        ConnectionRegistry connectionRegistry = new ConnectionRegistry(shards, clock);
        registry = connectionRegistry;
        upgrade = new WebSocketUpgrade(connectionRegistry, eventLoops);
    }

    /** Binds the port and serves; the future has the bound port or the cause of the failure. */
    public Future<Integer> start(List<Shard> shards, RequestHandler handler) {
        started(registry);
        List<Future<HttpServer>> bound = new ArrayList<>();
        for (int i = 0; i < loops.size(); i++) {
            bound.add(listen(loops.get(i), shards.get(i), handler));
        }
        return Future.all(bound).map(all -> {
            port = bound.getFirst().result().actualPort();
            bound.forEach(server -> servers.add(server.result()));
            watchCertificate();
            return port;
        });
    }

    private Future<HttpServer> listen(NettyLoop loop, Shard shard, RequestHandler handler) {
        io.vertx.core.Promise<HttpServer> promise = io.vertx.core.Promise.promise();
        loop.context().runOnContext(begin -> {
            HttpServer server = vertx.createHttpServer(serverOptions())
                    .connectionHandler(connection -> opened(connection, shard))
                    .requestHandler(request -> handler.handle(shard, request))
                    .exceptionHandler(e -> log.debug("connection failed before a request: {}", e.toString()));
            server.listen(address()).onComplete(promise);
        });
        return promise.future();
    }

    /** Port 0 would be another free port for each loop; this is one for all. */
    private io.vertx.core.net.SocketAddress address() {
        return options.port() == 0
                ? io.vertx.core.net.SocketAddress.sharedRandomPort(1, options.host())
                : io.vertx.core.net.SocketAddress.inetSocketAddress(options.port(), options.host());
    }

    private HttpServerOptions serverOptions() {
        ListenerOptions.HttpLimits http = options.http();
        HttpServerOptions server = new HttpServerOptions();
        server.setHost(options.host())
                .setPort(options.port())
                .setReusePort(options.reusePort())
                .setAcceptBacklog(options.backlog())
                .setTcpNoDelay(true)
                .setIdleTimeout((int) http.idleTimeout().toSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        server.setMaxInitialLineLength(http.maxInitialLine())
                .setMaxHeaderSize(http.maxHeaderBytes())
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setCompressionSupported(false)
                .setHandle100ContinueAutomatically(true);
        ListenerOptions.Tls tls = options.tls();
        if (tls != null) {
            server.setSsl(true)
                    .setUseAlpn(false)
                    .setKeyCertOptions(keyCert(tls))
                    .setSslHandshakeTimeout(http.tlsHandshakeTimeout().toMillis())
                    .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        } else {
            server.setUseAlpn(false);
        }
        return server;
    }

    private static PemKeyCertOptions keyCert(ListenerOptions.Tls tls) {
        return new PemKeyCertOptions()
                .setCertPath(tls.certificate().toString())
                .setKeyPath(tls.key().toString());
    }

    private void opened(HttpConnection connection, Shard shard) {
        Channel channel = ((ConnectionBase) connection).channel();
        InetAddress ip = ipOf(channel.remoteAddress());
        int all = connections.incrementAndGet();
        int same = ip == null || options.unlimited().test(ip) ? 0 : count(ip, 1);
        channel.closeFuture().addListener(closed -> {
            connections.decrementAndGet();
            if (same > 0 && ip != null) {
                count(ip, -1);
            }
        });
        if (all > options.maxConnections() || same > options.maxConnectionsPerIp()) {
            overLimit.increment();
            log.debug("connection refused: {} open, {} of them from the same address", all, same);
            channel.close();
            return;
        }
        HttpDeadlines deadlines = new HttpDeadlines(shard, options.http(), slowSenders);
        channel.pipeline()
                .addBefore("httpDecoder", HttpDeadlines.NAME, deadlines)
                .addAfter("httpDecoder", HttpDeadlines.Progress.NAME, deadlines.progress());
    }

    private int count(InetAddress ip, int change) {
        AtomicInteger left = perIp.compute(ip, (address, counter) -> {
            AtomicInteger current = counter == null ? new AtomicInteger() : counter;
            return current.addAndGet(change) <= 0 ? null : current;
        });
        return left == null ? 0 : left.get();
    }

    private static @Nullable InetAddress ipOf(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getAddress() : null;
    }

    private void watchCertificate() {
        ListenerOptions.Tls tls = options.tls();
        if (tls == null || tls.reloadEvery().isZero()) {
            return;
        }
        tlsStamp = stamp(tls);
        vertx.setPeriodic(Math.max(100, tls.reloadEvery().toMillis()), tick -> {
            if (!ending) {
                vertx.executeBlocking(() -> stamp(tls)).onSuccess(this::reloadIfChanged);
            }
        });
    }

    /** When the two files were written; either may be replaced alone, also by an older one. */
    private record Stamp(FileTime certificate, FileTime key) {}

    private void reloadIfChanged(@Nullable Stamp now) {
        ListenerOptions.Tls tls = options.tls();
        if (tls == null || now == null || now.equals(tlsStamp)) {
            return;
        }
        tlsStamp = now;
        // The servers of all loops share one TLS context. The paths are the same as before, so the change must be
        // forced.
        servers.getFirst()
                .updateSSLOptions(new ServerSSLOptions().setKeyCertOptions(keyCert(tls)), true)
                .onSuccess(changed -> log.info("TLS certificate reloaded from {}", tls.certificate()))
                .onFailure(e -> log.error(
                        "TLS certificate {} was not reloaded, the old one stays: {}", tls.certificate(), e.toString()));
    }

    private static @Nullable Stamp stamp(ListenerOptions.Tls tls) {
        try {
            return new Stamp(Files.getLastModifiedTime(tls.certificate()), Files.getLastModifiedTime(tls.key()));
        } catch (IOException e) {
            return null; // being replaced: look again next time
        }
    }

    /** Registers the meters of the listener and its WebSockets. */
    public void bindTo(MeterRegistry meters) {
        registry().bindTo(meters);
        Gauge.builder("parley.connections", connections, AtomicInteger::get)
                .description("open TCP connections")
                .register(meters);
        FunctionCounter.builder("parley.connections.slow", slowSenders, LongAdder::sum)
                .description("connections closed because headers or body came too slowly")
                .register(meters);
        FunctionCounter.builder("parley.connections.refused", overLimit, LongAdder::sum)
                .description("connections closed because too many were open")
                .register(meters);
    }

    /** Stops accepting at once; the future completes when all connections have ended, at the latest after {@code timeout}. */
    public Future<Void> shutdown(Duration timeout) {
        List<Future<Void>> closing = new ArrayList<>();
        for (HttpServer server : servers) {
            closing.add(server.shutdown(timeout));
        }
        return Future.all(closing).mapEmpty();
    }

    /** Ends the event loops; nothing of this listener runs afterwards. */
    public Future<Void> close() {
        ending = true;
        return vertx.close().onComplete(ended -> {
            if (registry != null) {
                registry.close();
            }
        });
    }
}
