package dev.parley.server;

import dev.parley.core.AudienceKey;
import dev.parley.core.Broker;
import dev.parley.core.Clock;
import dev.parley.core.Hub;
import dev.parley.core.HubMetrics;
import dev.parley.core.Shard;
import dev.parley.server.api.Api;
import dev.parley.server.api.ApiParts;
import dev.parley.server.cli.Reach;
import dev.parley.server.config.Config;
import dev.parley.server.gateway.altogic.AltogicCalls;
import dev.parley.server.gateway.altogic.AltogicGateway;
import dev.parley.server.gateway.altogic.CallParts;
import dev.parley.server.gateway.altogic.UserEventPublisher;
import dev.parley.server.identity.Admission;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Apps;
import dev.parley.server.identity.Sessions;
import dev.parley.server.ops.ClientAddress;
import dev.parley.server.ops.Metrics;
import dev.parley.server.ops.Version;
import dev.parley.server.rest.OpsCalls;
import dev.parley.server.rest.Router;
import dev.parley.socketio.SocketIoServer;
import dev.parley.transport.Listener;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running server: the only place where its parts are put together.
 *
 * <p>Life: {@link #start} binds and serves; {@link #drain} lets clients go to a replacement; {@link #close} ends at once. All are
 * called from outside the event loops.
 */
public final class Server implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Server.class);
    private static final long START_SECONDS = 30;

    private final Config config;
    private final Listener listener;
    private final Hub hub;
    private final SocketIoServer socketIo;
    private final Persistence persistence;
    private final OpsCalls ops;
    private final Metrics metrics;

    private Server(
            Config config,
            Listener listener,
            Hub hub,
            SocketIoServer socketIo,
            Persistence persistence,
            OpsCalls ops,
            Metrics metrics) {
        this.config = config;
        this.listener = listener;
        this.hub = hub;
        this.socketIo = socketIo;
        this.persistence = persistence;
        this.ops = ops;
        this.metrics = metrics;
    }

    /**
     * Serves. See {@link #start(Config)}.
     *
     * @param standIn answers for sessions instead of the accounts in the database; null for these
     */
    public static Server start(Config config, @Nullable Sessions standIn) throws IOException {
        Clock clock = Clock.system();
        Tuning tuning = new Tuning(config);
        ClientAddress addresses = new ClientAddress(config.listen().trustedProxies());
        Metrics metrics = new Metrics();
        Listener listener = Listener.create(tuning.listener(addresses));
        Hub hub = new Hub(tuning.hub(), Broker.embedded(), clock, listener.loops());
        List<Shard> shards =
                IntStream.range(0, hub.shards()).mapToObj(hub::shard).toList();
        listener.attach(shards, clock);
        Apps apps = new Apps(config.apps());
        apps.onRemoved(app -> hub.disconnect(AudienceKey.app(app.id())));
        Persistence persistence = persistence(config, apps, hub, listener, metrics);

        Admission admission =
                new Admission(standIn == null ? persistence.accounts().finder() : standIn, clock);
        admission.refusals().bindTo(metrics.registry());
        SocketIoServer socketIo = new SocketIoServer(tuning.socketIo(), hub, listener.upgrade(), clock);
        socketIo.engine().describing(addresses::describe);
        socketIo.namespace("/", new AltogicGateway(apps, admission, hub, Version.text()));

        OpsCalls ops =
                new OpsCalls(Version.text(), metrics::scrape, config.ops().token(), addresses);
        AltogicCalls calls = new AltogicCalls(new CallParts(
                apps,
                admission,
                persistence.accounts(),
                hub,
                addresses,
                config.publicUrl(),
                config.limits().restBodyBytes()));
        Api api = new Api(new ApiParts(
                config,
                apps,
                hub,
                persistence.accounts(),
                persistence.directory(),
                persistence.audit(),
                persistence.database(),
                addresses,
                clock));
        Server server = new Server(config, listener, hub, socketIo, persistence, ops, metrics);
        server.listen(shards, new Router(socketIo::handle, calls, api, ops));
        server.watch(shards, clock);
        apps.all().forEach(Server::warn);
        ops.ready(true);
        log.info(
                "serving {} app(s) on {}:{}", apps.all().size(), config.listen().host(), server.port());
        return server;
    }

    private static Persistence persistence(Config config, Apps apps, Hub hub, Listener listener, Metrics metrics)
            throws IOException {
        try {
            return Persistence.open(
                    config,
                    apps,
                    hub.clock(),
                    new UserEventPublisher(hub),
                    () -> Reach.of(config, listener.port()).base(),
                    metrics.registry());
        } catch (IOException | RuntimeException e) {
            listener.close();
            metrics.close();
            throw e;
        }
    }

    private void watch(List<Shard> shards, Clock clock) {
        new HubMetrics(hub).bindTo(metrics.registry());
        listener.bindTo(metrics.registry());
        socketIo.engine().meters().bindTo(metrics.registry());
        metrics.watchLag(shards, clock);
    }

    /** What an operator should know of an app before somebody else finds out. */
    private static void warn(App app) {
        if (app.rules().isOpen() && !app.config().suspended()) {
            log.warn("app {}: every client may use every channel; apps[].channels says who may", app.id());
        }
    }

    /**
     * Binds and serves.
     *
     * @param config with at least one app
     * @throws IOException if the port cannot be bound; the message says what to do
     */
    public static Server start(Config config) throws IOException {
        return start(config, null);
    }

    private void listen(List<Shard> shards, Router router) throws IOException {
        try {
            await(listener.start(shards, router), Duration.ofSeconds(START_SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "cannot listen on " + config.listen().host() + ":"
                            + config.listen().port() + ": " + cause.getMessage() + " (listen.host, listen.port)",
                    cause);
        }
    }

    /** The bound port. */
    public int port() {
        return listener.port();
    }

    /** The metrics in Prometheus' text format. */
    public String scrape() {
        return metrics.scrape();
    }

    /** Engine.IO connections now open. */
    public int connections() {
        return socketIo.engine().size();
    }

    /** The hub, for checks of its state. */
    public Hub hub() {
        return hub;
    }

    /**
     * Lets go of all clients: is no longer ready, closes the listener, ends connections over {@code drain.spread} without a farewell
     * packet, so that clients come back, and then stops. Takes at most {@code drain.timeout}.
     */
    public void drain() {
        Duration timeout = config.drain().timeout();
        log.info(
                "draining {} connection(s) over {}",
                connections(),
                config.drain().spread());
        ops.ready(false);
        Future<Void> closed = listener.shutdown(timeout);
        socketIo.drain(config.drain().spread());
        listener.registry().drain(config.drain().spread());
        try {
            await(closed, timeout.plusSeconds(1));
        } catch (ExecutionException | TimeoutException e) {
            log.warn("not everything ended within drain.timeout ({}): {}", timeout, e.toString());
        }
        close();
        log.info("stopped");
    }

    /** Ends everything now. */
    @Override
    public void close() {
        ops.ready(false);
        hub.close();
        try {
            await(listener.close(), Duration.ofSeconds(START_SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            log.warn("the event loops did not end: {}", e.toString());
        }
        persistence.close();
        metrics.close();
    }

    private static <T> T await(Future<T> future, Duration atMost) throws ExecutionException, TimeoutException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted");
        }
    }
}
