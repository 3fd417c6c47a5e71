package dev.parley.server.gateway.altogic;

import dev.parley.server.identity.App;
import dev.parley.server.identity.Apps;
import dev.parley.server.rest.Exchange;
import dev.parley.server.rest.FamilyCalls;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** The HTTP calls of the Altogic and Agnost client libraries (altogic-agnost 6). */
public final class AltogicCalls implements FamilyCalls {

    private static final String GET_MEMBERS = "realtime/get-members";

    private final Apps apps;
    private final ChannelMembers members;
    private final AuthCalls auth;

    public AltogicCalls(CallParts parts) {
        this.apps = parts.apps();
        this.members =
                new ChannelMembers(parts.apps(), parts.admission(), parts.hub(), parts.addresses(), parts.maxBody());
        this.auth = new AuthCalls(parts);
    }

    @Override
    public void altogic(Exchange exchange, @Nullable String app, String path) {
        if (path.equals(GET_MEMBERS)) {
            members.altogic(exchange, app);
        } else {
            App named = apps.resolve(app, null, exchange.request().getHeader(HttpHeaders.HOST));
            auth.call(exchange, named, path, AuthCalls.Dialect.ALTOGIC);
        }
    }

    @Override
    public void agnost(Exchange exchange, @Nullable String app, String path) {
        if (path.equals(GET_MEMBERS)) {
            members.agnost(exchange, app);
        } else {
            auth.call(exchange, apps.resolve(app, null, null), path, AuthCalls.Dialect.AGNOST);
        }
    }

    /** Accounts of other providers are not taken (altogic-agnost 6.3, error codes). */
    @Override
    public void oauth(Exchange exchange, @Nullable String app, String provider) {
        exchange.fail(401, "not_allowed", "Signing in with an account elsewhere is not possible here.");
    }
}
