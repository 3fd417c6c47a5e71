package dev.parley.server;

import dev.parley.server.gateway.cognito.CognitoCalls;
import dev.parley.server.gateway.skapi.SkapiGateway;
import dev.parley.server.gateway.skapi.SkapiParts;
import dev.parley.server.identity.Admission;
import dev.parley.server.rest.LoginCalls;
import dev.parley.server.rest.SkapiCalls;
import dev.parley.server.webpush.WebPushService;
import java.io.IOException;

/** What serves skapi-js: its gateway, the facade it signs in by, and notifications of browsers. */
final class SkapiServices implements AutoCloseable {

    private final WebPushService pushes;
    private final SkapiGateway gateway;
    private final CognitoCalls login;

    private SkapiServices(WebPushService pushes, SkapiGateway gateway, CognitoCalls login) {
        this.pushes = pushes;
        this.gateway = gateway;
        this.login = login;
    }

    /** @throws IOException if something that the settings name cannot be used; the message says what to do */
    static SkapiServices open(Foundation base, Persistence persistence, Admission admission) throws IOException {
        WebPushService pushes = WebPushService.open(base.config(), persistence.database(), base.clock(), base.meters());
        SkapiGateway gateway = new SkapiGateway(new SkapiParts(
                base.config(),
                base.apps(),
                admission,
                persistence.accounts(),
                base.hub(),
                base.listener().upgrade(),
                base.tuning().skapi(),
                pushes,
                base.addresses(),
                base.clock(),
                base.meters()));
        CognitoCalls login = new CognitoCalls(new CognitoCalls.Parts(
                base.apps(),
                admission,
                persistence.accounts(),
                base.addresses(),
                base.clock(),
                base.config().limits().restBodyBytes()));
        return new SkapiServices(pushes, gateway, login);
    }

    SkapiCalls calls() {
        return gateway;
    }

    /** Realtime connections now open. */
    int connections() {
        return gateway.connections();
    }

    LoginCalls login() {
        return login;
    }

    @Override
    public void close() {
        pushes.close();
    }
}
