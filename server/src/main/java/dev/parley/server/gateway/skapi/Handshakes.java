package dev.parley.server.gateway.skapi;

import dev.parley.core.Shard;
import dev.parley.core.WireFormat;
import dev.parley.protocol.Sid;
import dev.parley.server.accounts.SkapiClaims;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Credentials;
import dev.parley.server.identity.Denial;
import dev.parley.server.identity.Session;
import dev.parley.server.rest.Exchange;
import dev.parley.transport.WebSocketUpgrade;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handshakes of skapi-js's WebSockets (skapi 3). The token in the query is looked at before the upgrade. A client that was refused does not
 * come back, so one whom nobody can let in just now, as the database is busy or too much came from its address, is kept waiting.
 */
final class Handshakes {

    private static final Logger log = LoggerFactory.getLogger(Handshakes.class);

    private static final int TOO_MANY = 429;
    private static final int TRIES = 20;
    private static final long PAUSE_MILLIS = 500;

    private final SkapiParts parts;
    private final SkapiSocket.Shared shared;
    private final Sid ids = new Sid();

    Handshakes(SkapiParts parts) {
        this.parts = parts;
        WireFormat format = new SkapiFormat();
        this.shared = new SkapiSocket.Shared(
                parts,
                format,
                new UserSockets(),
                new UserAllowances(parts.config().skapi().notificationsPerMinute(), parts.clock()),
                new Meters(parts.meters()));
    }

    /** Connections now open. */
    int connections() {
        return shared.meters().open();
    }

    /** On the loop of the request's shard. */
    void handle(Shard shard, Exchange exchange, String service) {
        HttpServerRequest request = exchange.request();
        WebSocketUpgrade.Refusal refusal = WebSocketUpgrade.check(request);
        if (refusal != null) {
            exchange.header("Sec-WebSocket-Version", "13")
                    .fail(refusal.status(), ErrorCode.INVALID_REQUEST.name(), refusal.message());
            return;
        }
        App app = parts.apps().byService(service);
        if (app == null) {
            exchange.fail(404, ErrorCode.NOT_EXISTS.name(), "There is no such service on this server.");
            return;
        }
        String token = request.getParam("token");
        SkapiClaims claims = token == null ? null : parts.accounts().skapi().read(token);
        if (claims == null
                || claims.use() != SkapiClaims.Use.ACCESS
                || !claims.app().equals(app.id())) {
            unauthorized(exchange);
            return;
        }
        Credentials credentials = new Credentials(
                null,
                token,
                request.getHeader(HttpHeaders.ORIGIN),
                parts.addresses().of(request));
        admit(shard, exchange, new Entering(app, service, credentials, claims), TRIES);
    }

    private record Entering(App app, String service, Credentials credentials, SkapiClaims claims) {}

    /** What will pass is waited for, as the client would not. */
    private void admit(Shard shard, Exchange exchange, Entering entering, int tries) {
        parts.admission()
                .admitWithoutKey(
                        entering.app(),
                        entering.credentials(),
                        true,
                        parts.accounts().skapi()::findAtHandshake)
                .whenComplete((decision, failure) -> shard.loop().execute(() -> {
                    Denial denial = decision == null ? null : decision.denial();
                    boolean passes = decision == null || (denial != null && denial.status() == TOO_MANY);
                    if (exchange.request().response().closed()) {
                        return;
                    }
                    if (passes && tries > 1) {
                        shard.timers().schedule(PAUSE_MILLIS, () -> admit(shard, exchange, entering, tries - 1));
                    } else if (decision == null) {
                        log.debug("nobody can tell whether a client may come in", failure);
                        CallFailures.answer(
                                exchange, CallRefusal.later(503, "The session cannot be checked now; try again.", 1));
                    } else if (denial != null) {
                        CallFailures.answer(exchange, CallRefusal.of(denial));
                    } else {
                        decided(shard, exchange, entering, decision.session());
                    }
                }));
    }

    private void decided(Shard shard, Exchange exchange, Entering entering, @Nullable Session session) {
        if (session == null) {
            unauthorized(exchange);
        } else {
            accept(shard, exchange.request(), entering, session);
        }
    }

    private void accept(Shard shard, HttpServerRequest request, Entering entering, Session session) {
        Credentials shown = entering.credentials();
        Terms terms = new Terms(
                parts.admission(),
                entering.app(),
                entering.service(),
                new Credentials(null, null, shown.origin(), shown.address()), // the token has done its work
                session,
                entering.claims().uuid());
        SkapiSocket socket = new SkapiSocket(shared, terms, ids.next(), shard);
        socket.enter(() -> {
            if (request.response().closed()) {
                socket.abandon();
            } else {
                parts.upgrade().accept(request, shard, parts.limits(), socket::connected);
            }
        });
    }

    private static void unauthorized(Exchange exchange) {
        exchange.fail(
                401,
                ErrorCode.INVALID_REQUEST.name(),
                "The token in the query is missing, not an access token of this service, expired, or its session is over.");
    }
}
