package dev.parley.server.rest;

import dev.parley.core.Shard;
import dev.parley.transport.Listener;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes every request to its owner (the table in {@link Route}). A failure of a handler costs that request only. */
public final class Router implements Listener.RequestHandler {

    private static final Logger log = LoggerFactory.getLogger(Router.class);

    private final Listener.RequestHandler engine;
    private final FamilyCalls altogic;
    private final ChatCalls chat;
    private final ApiCalls api;
    private final OpsCalls ops;

    /**
     * @param engine takes Engine.IO requests
     * @param altogic takes the calls of Altogic's and Agnost's libraries
     * @param chat takes the calls of v_chat's clients
     * @param api takes Parley's own API and its description
     * @param ops health and metrics
     */
    public Router(Listener.RequestHandler engine, FamilyCalls altogic, ChatCalls chat, ApiCalls api, OpsCalls ops) {
        this.engine = engine;
        this.altogic = altogic;
        this.chat = chat;
        this.api = api;
        this.ops = ops;
    }

    @Override
    public void handle(Shard shard, HttpServerRequest request) {
        String path = request.path();
        Route route = Route.of(path == null ? "/" : path);
        Exchange exchange = new Exchange(request, route.family());
        try {
            if (route.target() == Route.Target.ENGINE) {
                engine.handle(shard, request);
            } else if (request.method().equals(HttpMethod.OPTIONS)) {
                exchange.preflight();
            } else {
                dispatch(route, exchange);
            }
        } catch (IllegalArgumentException e) {
            log.debug("a request to {} is malformed", route.target()); // the exception's text is the client's
            exchange.fail(400, "bad_request", "The request cannot be read: look at its query and its headers.");
        } catch (RuntimeException e) {
            log.warn("a request to {} failed", route.target(), e);
            exchange.fail(500, "internal_server_error", "The server failed to answer; its log knows why.");
        }
    }

    private void dispatch(Route route, Exchange exchange) {
        switch (route.target()) {
            case ALTOGIC -> altogic.altogic(exchange, route.app(), route.path());
            case AGNOST -> altogic.agnost(exchange, route.app(), route.path());
            case OAUTH -> altogic.oauth(exchange, route.app(), route.path());
            case CHAT -> chat.call(exchange, route.path());
            case API -> api.call(exchange, route.path());
            case DOCS -> api.docs(exchange, route.path());
            case LIVE -> ops.live(exchange);
            case READY -> ops.ready(exchange);
            case METRICS -> ops.metrics(exchange);
            case HOME -> ops.home(exchange);
            case ENGINE, NOTHING -> exchange.notFound();
        }
    }
}
