package dev.parley.server.gateway.altogic;

import dev.parley.core.AudienceKey;
import dev.parley.core.Hub;
import dev.parley.protocol.JsonText;
import dev.parley.server.config.AppConfig;
import dev.parley.server.identity.Admission;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Apps;
import dev.parley.server.identity.Credentials;
import dev.parley.server.identity.Denial;
import dev.parley.server.identity.Rates;
import dev.parley.server.identity.Session;
import dev.parley.socketio.Acceptance;
import dev.parley.socketio.ConnectRequest;
import dev.parley.socketio.NamespaceHandler;
import dev.parley.socketio.PacketFormats;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets Altogic, Agnost and plain Socket.IO clients in (altogic-agnost 1.2 and 5): finds their app, checks key and session, and
 * gives each a {@link MemberEvents}, or a {@link MasterEvents} to a back end that shows a server key.
 */
public final class AltogicGateway implements NamespaceHandler {

    private static final Logger log = LoggerFactory.getLogger(AltogicGateway.class);

    private final Apps apps;
    private final Admission admission;
    private final Hub hub;
    private final String version;
    private final PacketFormats formats = formats();

    /** @param version what clients that ask are told */
    public AltogicGateway(Apps apps, Admission admission, Hub hub, String version) {
        this.apps = apps;
        this.admission = admission;
        this.hub = hub;
        this.version = version;
    }

    /** The formats in which this family's clients are written to. Each call makes others, which the hub tells apart. */
    public static PacketFormats formats() {
        return new PacketFormats(new AltogicEncoder());
    }

    @Override
    public void connect(ConnectRequest request) {
        ConnectAuth auth = ConnectAuth.of(request);
        App master = apps.byServerKey(auth.accessToken());
        if (master != null && auth.accessToken() != null) {
            MasterEvents events = new MasterEvents(hub, apps, master, Apps.hash(auth.accessToken()));
            request.accept(new Acceptance(master.id(), null, formats, 0, List.of(), announcement(auth), null, events));
            return;
        }
        App app = apps.resolve(
                auth.environment(), auth.subdomain(), request.handshake().header("host"));
        Credentials credentials = auth.credentials(request.handshake());
        admission
                .admit(app, credentials)
                .whenComplete((decision, failure) ->
                        request.shard().loop().execute(() -> answer(request, auth, app, credentials, decision)));
    }

    private void answer(
            ConnectRequest request,
            ConnectAuth auth,
            @Nullable App app,
            Credentials credentials,
            Admission.@Nullable Decision decision) {
        try {
            decided(request, auth, app, credentials, decision);
        } catch (RuntimeException e) {
            log.warn("a client could not be let in", e);
            request.later();
        }
    }

    private void decided(
            ConnectRequest request,
            ConnectAuth auth,
            @Nullable App app,
            Credentials credentials,
            Admission.@Nullable Decision decision) {
        if (decision == null) {
            request.later();
            return;
        }
        Denial denial = decision.denial();
        if (denial != null || app == null) {
            refuse(request, auth, denial == null ? Denial.NO_ENVIRONMENT : denial);
            return;
        }
        Session session = decision.session();
        accept(
                request,
                auth,
                app,
                new Access(admission, app, credentials, session, auth.altogic()),
                session == null ? null : session.user());
    }

    private void accept(ConnectRequest request, ConnectAuth auth, App app, Access access, @Nullable String user) {
        AppConfig config = app.config();
        List<AudienceKey> audiences = new ArrayList<>(2);
        audiences.add(AudienceKey.app(app.id()));
        if (user != null) {
            audiences.add(AudienceKey.user(app.id(), user));
        }
        request.rate(Rates.of(config.publishRate()));
        MemberEvents events = new MemberEvents(hub, access, auth.echo());
        request.accept(new Acceptance(
                app.id(),
                user,
                formats,
                config.maxChannelsPerSubscriber(),
                audiences,
                announcement(auth),
                null,
                events));
    }

    private @Nullable String announcement(ConnectAuth auth) {
        return auth.parley() ? "\"parley\":{\"version\":" + JsonText.quote(version) + "}" : null;
    }

    private static void refuse(ConnectRequest request, ConnectAuth auth, Denial denial) {
        Denial shown = auth.altogic() ? denial.forAltogic() : denial;
        String data = "{\"origin\":\"client_error\",\"code\":" + JsonText.quote(shown.code()) + ",\"message\":"
                + JsonText.quote(shown.message()) + "}";
        request.refuse(shown.title(), data);
    }
}
