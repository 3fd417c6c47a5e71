package dev.parley.server.gateway.skapi;

import dev.parley.server.accounts.SkapiClaims;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Credentials;
import dev.parley.server.identity.Session;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Finds out who makes a REST call (skapi 2.1): who shows a token of a session that is still there. Any thread. */
final class Callers {

    private static final String BEARER = "Bearer ";

    private final SkapiParts parts;

    Callers(SkapiParts parts) {
        this.parts = parts;
    }

    /** Lets anybody through who may use the service at all; the stage ends with {@link CallRefusal} for others. */
    CompletionStage<Service> anybody(Service service, HttpServerRequest request) {
        return parts.admission()
                .admitWithoutKey(service.app(), credentials(request, null), true)
                .thenApply(decision -> {
                    if (decision.denial() != null) {
                        throw CallRefusal.of(decision.denial());
                    }
                    return service;
                });
    }

    /** The user who calls; the stage ends with {@link CallRefusal} if there is none. */
    CompletionStage<Caller> user(Service service, HttpServerRequest request) {
        String token = shown(request);
        return parts.admission()
                .admitWithoutKey(
                        service.app(),
                        credentials(request, token),
                        true,
                        parts.accounts().skapi()::find)
                .thenApply(decision -> {
                    if (decision.denial() != null) {
                        throw CallRefusal.of(decision.denial());
                    }
                    Session session = decision.session();
                    SkapiClaims claims = token == null || session == null
                            ? null
                            : parts.accounts().skapi().read(token);
                    if (claims == null
                            || session == null
                            || !claims.app().equals(service.app().id())) {
                        throw CallRefusal.of(
                                401,
                                ErrorCode.INVALID_REQUEST,
                                "The call needs a signed-in user: the token is missing, not valid, or not any more.");
                    }
                    return new Caller(service, claims.uuid(), session);
                });
    }

    /** Whether a back end of the service calls, with one of its server keys. */
    boolean isBackEnd(Service service, HttpServerRequest request) {
        App owner = parts.apps().byServerKey(shown(request));
        if (owner != service.app()) {
            return false;
        }
        if (owner.config().suspended()) {
            throw CallRefusal.of(403, ErrorCode.SERVICE_DISABLED, "The service is suspended.");
        }
        return true;
    }

    private Credentials credentials(HttpServerRequest request, @Nullable String token) {
        return new Credentials(
                null,
                token,
                request.getHeader(HttpHeaders.ORIGIN),
                parts.addresses().of(request));
    }

    /** The client writes the token as it is. */
    private static @Nullable String shown(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization == null) {
            return null;
        }
        boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        String token = (bearer ? authorization.substring(BEARER.length()) : authorization).strip();
        return token.isEmpty() ? null : token;
    }
}
