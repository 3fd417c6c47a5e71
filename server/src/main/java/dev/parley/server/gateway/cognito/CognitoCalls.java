package dev.parley.server.gateway.cognito;

import dev.parley.core.Clock;
import dev.parley.server.accounts.Accounts;
import dev.parley.server.accounts.Client;
import dev.parley.server.accounts.SkapiClaims;
import dev.parley.server.identity.Admission;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Apps;
import dev.parley.server.identity.Credentials;
import dev.parley.server.ops.ClientAddress;
import dev.parley.server.rest.Exchange;
import dev.parley.server.rest.LoginCalls;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The calls of Cognito that skapi-js makes (skapi 2.5 B). An app is named by its service, in ClientId. Nothing blocks; answers come
 * from any thread.
 */
public final class CognitoCalls implements LoginCalls {

    private static final String TYPE = "application/x-amz-json-1.1";
    private static final String TARGET = "X-Amz-Target";
    private static final String SERVICE = "AWSCognitoIdentityProviderService.";
    private static final int MAX_USER_AGENT = 512;

    /** What this works with. */
    public record Parts(
            Apps apps, Admission admission, Accounts accounts, ClientAddress addresses, Clock clock, int maxBody) {}

    private final Parts parts;
    private final SignInCalls signIns;
    private final UserCalls users;

    public CognitoCalls(Parts parts) {
        this.parts = parts;
        signIns = new SignInCalls(parts.accounts(), parts.clock());
        users = new UserCalls(parts.accounts());
    }

    @Override
    public void call(Exchange exchange) {
        if (!exchange.isMethod(HttpMethod.POST)) {
            return;
        }
        String target = exchange.request().getHeader(TARGET);
        Operation operation = target != null && target.startsWith(SERVICE)
                ? Operation.named(target.substring(SERVICE.length()))
                : null;
        if (operation == null) {
            Failures.answer(exchange, CallException.unknown());
            return;
        }
        exchange.json(TYPE, parts.maxBody(), bytes -> {
            try {
                call(exchange, operation, CallBody.of(bytes));
            } catch (RuntimeException e) {
                Failures.answer(exchange, e);
            }
        });
    }

    private void call(Exchange exchange, Operation operation, CallBody body) {
        App app = app(operation, body);
        Client client = client(exchange);
        Credentials shown =
                new Credentials(null, null, exchange.request().getHeader(HttpHeaders.ORIGIN), client.address());
        parts.admission()
                .admitWithoutKey(app, shown, false)
                .thenCompose(decision -> {
                    if (app == null || decision.denial() != null) {
                        throw CallException.of(decision.denial());
                    }
                    return run(operation, app, body, client);
                })
                .whenComplete((answer, failure) -> {
                    if (failure == null) {
                        exchange.answer(200, answer.getBytes(StandardCharsets.UTF_8));
                    } else {
                        Failures.answer(exchange, failure);
                    }
                });
    }

    /** The app that the call names, or the one that gave out the token it shows. */
    private @Nullable App app(Operation operation, CallBody body) {
        if (operation.showsToken()) {
            SkapiClaims claims = parts.accounts().skapi().read(body.text("AccessToken"));
            if (claims == null || claims.use() != SkapiClaims.Use.ACCESS) {
                throw CallException.notAuthorized(CallException.BAD_ACCESS_TOKEN);
            }
            App app = parts.apps().byId(claims.app());
            return app == null || app.config().skapi() == null ? null : app;
        }
        return parts.apps().byService(body.text("ClientId"));
    }

    private Client client(Exchange exchange) {
        String userAgent = exchange.request().getHeader(HttpHeaders.USER_AGENT);
        String known = userAgent == null ? "" : userAgent;
        return new Client(
                Client.SKAPI,
                parts.addresses().of(exchange.request()),
                known.length() > MAX_USER_AGENT ? known.substring(0, MAX_USER_AGENT) : known);
    }

    private CompletionStage<String> run(Operation operation, App app, CallBody body, Client client) {
        return switch (operation) {
            case INITIATE_AUTH -> signIns.initiate(app, body, client);
            case RESPOND_TO_AUTH_CHALLENGE -> signIns.respond(app, body, client);
            case REVOKE_TOKEN -> users.revoke(app, body);
            case GLOBAL_SIGN_OUT -> users.signOutEverywhere(app, body);
            case GET_USER -> users.user(app, body);
        };
    }
}
