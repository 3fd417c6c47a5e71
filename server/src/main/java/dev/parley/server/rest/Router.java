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

    /**
     * Who takes what.
     *
     * @param engine Engine.IO requests
     * @param altogic the calls of Altogic's and Agnost's libraries
     * @param chat the calls of v_chat's clients
     * @param skapi the calls and WebSockets of skapi-js
     * @param login what skapi-js asks of Cognito
     * @param api Parley's own API and its description
     * @param ops health and metrics
     */
    public record Owners(
            Listener.RequestHandler engine,
            FamilyCalls altogic,
            ChatCalls chat,
            SkapiCalls skapi,
            LoginCalls login,
            ApiCalls api,
            OpsCalls ops) {}

    private final Owners owners;

    public Router(Owners owners) {
        this.owners = owners;
    }

    @Override
    public void handle(Shard shard, HttpServerRequest request) {
        String path = request.path();
        Route route = Route.of(path == null ? "/" : path);
        Exchange exchange = new Exchange(request, route.family());
        try {
            if (route.target() == Route.Target.ENGINE) {
                owners.engine().handle(shard, request);
            } else if (request.method().equals(HttpMethod.OPTIONS)) {
                exchange.preflight();
            } else {
                dispatch(route, shard, exchange);
            }
        } catch (IllegalArgumentException e) {
            log.debug("a request to {} is malformed", route.target()); // the exception's text is the client's
            exchange.fail(400, "bad_request", "The request cannot be read: look at its query and its headers.");
        } catch (RuntimeException e) {
            log.warn("a request to {} failed", route.target(), e);
            exchange.fail(500, "internal_server_error", "The server failed to answer; its log knows why.");
        }
    }

    private void dispatch(Route route, Shard shard, Exchange exchange) {
        switch (route.target()) {
            case ALTOGIC -> owners.altogic().altogic(exchange, route.app(), route.path());
            case AGNOST -> owners.altogic().agnost(exchange, route.app(), route.path());
            case OAUTH -> owners.altogic().oauth(exchange, route.app(), route.path());
            case CHAT -> owners.chat().call(exchange, route.path());
            case SKAPI -> owners.skapi().call(shard, exchange, route.requireApp(), route.path());
            case SKAPI_ENDPOINTS -> owners.skapi().endpoints(exchange, route.path());
            case COGNITO -> owners.login().call(exchange);
            case API -> owners.api().call(exchange, route.path());
            case DOCS -> owners.api().docs(exchange, route.path());
            case LIVE -> owners.ops().live(exchange);
            case READY -> owners.ops().ready(exchange);
            case METRICS -> owners.ops().metrics(exchange);
            case HOME -> owners.ops().home(exchange);
            case ENGINE, NOTHING -> exchange.notFound();
        }
    }
}
