package dev.parley.server;

import dev.parley.core.Hub;
import dev.parley.core.HubMetrics;
import dev.parley.server.api.Api;
import dev.parley.server.api.ApiParts;
import dev.parley.server.config.Config;
import dev.parley.server.config.Drain;
import dev.parley.server.gateway.altogic.AltogicCalls;
import dev.parley.server.gateway.altogic.AltogicGateway;
import dev.parley.server.gateway.altogic.CallParts;
import dev.parley.server.identity.Admission;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Sessions;
import dev.parley.server.ops.Metrics;
import dev.parley.server.ops.Version;
import dev.parley.server.rest.OpsCalls;
import dev.parley.server.rest.Router;
import dev.parley.socketio.NamespaceHandler;
import dev.parley.socketio.SocketIoServer;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    private final Foundation base;
    private final SocketIoServer socketIo;
    private final Services services;
    private final OpsCalls ops;

    private Server(Foundation base, SocketIoServer socketIo, Services services, OpsCalls ops) {
        this.base = base;
        this.socketIo = socketIo;
        this.services = services;
        this.ops = ops;
    }

    /** What lives from the database, by what needs what. */
    private record Services(Persistence persistence, Admission admission, ChatServices chat, SkapiServices skapi) {

        void close() {
            skapi.close();
            chat.close();
            persistence.close();
        }
    }

    /**
     * Serves. See {@link #start(Config)}.
     *
     * @param standIn answers for sessions instead of the accounts in the database; null for these
     */
    public static Server start(Config config, @Nullable Sessions standIn) throws IOException {
        Foundation base = Foundation.lay(config);
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            Persistence persistence = Persistence.open(base);
            opened.push(persistence);
            Admission admission =
                    new Admission(standIn == null ? persistence.accounts().finder() : standIn, base.clock());
            admission.refusals().bindTo(base.meters());
            ChatServices chat = ChatServices.open(base, persistence, admission);
            opened.push(chat);
            SkapiServices skapi = SkapiServices.open(base, persistence, admission);
            opened.push(skapi);
            return start(base, new Services(persistence, admission, chat, skapi));
        } catch (IOException | RuntimeException e) {
            opened.forEach(Server::closeQuietly);
            base.abandon();
            throw e;
        }
    }

    /** Why the server does not come to be is about to be told. */
    private static void closeQuietly(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            log.debug("closing failed", e);
        }
    }

    private static Server start(Foundation base, Services services) throws IOException {
        ChatServices chat = services.chat();
        SocketIoServer socketIo = new SocketIoServer(
                base.tuning().socketIo(), base.hub(), base.listener().upgrade(), base.clock());
        socketIo.engine().describing(base.addresses()::describe);
        NamespaceHandler altogic = new AltogicGateway(base.apps(), services.admission(), base.hub(), Version.text());
        socketIo.namespace("/", new FrontDoor(base.apps(), altogic, chat.vchat().main()));
        socketIo.namespace("/message", chat.vchat().messages());

        Config config = base.config();
        Metrics metrics = base.metrics();
        OpsCalls ops =
                new OpsCalls(Version.text(), metrics::scrape, config.ops().token(), base.addresses());
        Server server = new Server(base, socketIo, services, ops);
        server.listen(new Router(new Router.Owners(
                socketIo::handle,
                altogicCalls(base, services.persistence(), services.admission()),
                chat.vchat().calls(),
                services.skapi().calls(),
                services.skapi().login(),
                api(base, services.persistence()),
                ops)));
        server.watch();
        base.apps().all().forEach(Server::warn);
        ops.ready(true);
        log.info(
                "serving {} app(s) on {}:{}",
                base.apps().all().size(),
                config.listen().host(),
                server.port());
        return server;
    }

    private static AltogicCalls altogicCalls(Foundation base, Persistence persistence, Admission admission) {
        return new AltogicCalls(new CallParts(
                base.apps(),
                admission,
                persistence.accounts(),
                base.hub(),
                base.addresses(),
                base.config().publicUrl(),
                base.config().limits().restBodyBytes()));
    }

    private static Api api(Foundation base, Persistence persistence) {
        return new Api(new ApiParts(
                base.config(),
                base.apps(),
                base.hub(),
                persistence.accounts(),
                persistence.directory(),
                persistence.audit(),
                persistence.database(),
                base.addresses(),
                base.clock()));
    }

    private void watch() {
        Metrics metrics = base.metrics();
        new HubMetrics(hub()).bindTo(metrics.registry());
        base.listener().bindTo(metrics.registry());
        socketIo.engine().meters().bindTo(metrics.registry());
        metrics.watchLag(base.shards(), base.clock());
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

    private void listen(Router router) throws IOException {
        try {
            await(base.listener().start(base.shards(), router), Duration.ofSeconds(START_SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "cannot listen on " + base.config().listen().host() + ":"
                            + base.config().listen().port() + ": " + cause.getMessage() + " (listen.host, listen.port)",
                    cause);
        }
    }

    /** The bound port. */
    public int port() {
        return base.listener().port();
    }

    /** The metrics in Prometheus' text format. */
    public String scrape() {
        return base.metrics().scrape();
    }

    /** Clients now connected, of all families. */
    public int connections() {
        return socketIo.engine().size() + services.skapi().connections();
    }

    /** The hub, for checks of its state. */
    public Hub hub() {
        return base.hub();
    }

    /**
     * Lets go of all clients: is no longer ready, closes the listener, ends connections over {@code drain.spread} without a farewell
     * packet, so that clients come back, and then stops. Takes at most {@code drain.timeout}.
     */
    public void drain() {
        Drain drain = base.config().drain();
        Duration timeout = drain.timeout();
        log.info("draining {} connection(s) over {}", connections(), drain.spread());
        ops.ready(false);
        Future<Void> closed = base.listener().shutdown(timeout);
        socketIo.drain(drain.spread());
        base.listener().registry().drain(drain.spread());
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
        hub().close();
        try {
            await(base.listener().close(), Duration.ofSeconds(START_SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            log.warn("the event loops did not end: {}", e.toString());
        }
        services.close();
        base.metrics().close();
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
