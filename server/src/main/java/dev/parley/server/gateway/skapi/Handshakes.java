package dev.parley.server.gateway.skapi;

import dev.parley.core.Shard;
import dev.parley.core.WireFormat;
import dev.parley.protocol.Sid;
import dev.parley.server.accounts.SkapiClaims;
import dev.parley.server.identity.Admission;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Credentials;
import dev.parley.server.identity.Denial;
import dev.parley.server.identity.Session;
import dev.parley.server.rest.Exchange;
import dev.parley.transport.WebSocketUpgrade;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handshakes of skapi-js's WebSockets (skapi 3). The token in the query is looked at before the upgrade, and only one that is not valid
 * is refused: a client that was refused once does not come back.
 */
final class Handshakes {

    private static final Logger log = LoggerFactory.getLogger(Handshakes.class);

    private final SkapiParts parts;
    private final SkapiSocket.Shared shared;
    private final Sid ids = new Sid();

    Handshakes(SkapiParts parts) {
        this.parts = parts;
        WireFormat format = new SkapiFormat();
        this.shared = new SkapiSocket.Shared(parts, format, new UserSockets(), new Meters(parts.meters()));
    }

    /** On the loop of the request's shard. */
    void handle(Shard shard, Exchange exchange, String service) {
        HttpServerRequest request = exchange.request();
        WebSocketUpgrade.Refusal refusal = WebSocketUpgrade.check(request);
        if (refusal != null) {
            exchange.header("Sec-WebSocket-Version", "13").fail(refusal.status(), "INVALID_REQUEST", refusal.message());
            return;
        }
        App app = parts.apps().byService(service);
        if (app == null) {
            exchange.fail(404, "NOT_EXISTS", "There is no such service on this server.");
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
        parts.admission()
                .admitWithoutKey(app, credentials, true)
                .whenComplete((decision, failure) -> shard.loop().execute(() -> {
                    if (decision == null) {
                        log.debug("nobody can tell whether a client may come in", failure);
                        exchange.failFor(503, "ERROR", "The session cannot be checked now; try again.", 1);
                    } else {
                        decided(shard, exchange, new Entering(app, credentials, claims), decision);
                    }
                }));
    }

    private record Entering(App app, Credentials credentials, SkapiClaims claims) {}

    private void decided(Shard shard, Exchange exchange, Entering entering, Admission.Decision decision) {
        Denial denial = decision.denial();
        Session session = decision.session();
        if (denial != null) {
            exchange.failFor(status(denial), denial.code(), denial.message(), denial.retryAfter());
        } else if (session == null) {
            unauthorized(exchange);
        } else if (!exchange.request().response().closed()) {
            accept(shard, exchange.request(), entering, session);
        }
    }

    private static int status(Denial denial) {
        return denial.status() == 400 ? 403 : denial.status();
    }

    private void accept(Shard shard, HttpServerRequest request, Entering entering, Session session) {
        Terms terms = new Terms(
                parts.admission(),
                entering.app(),
                entering.credentials(),
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
                "INVALID_REQUEST",
                "The token in the query is missing, not an access token of this service, expired, or its session is over.");
    }
}
