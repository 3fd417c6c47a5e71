package dev.parley.server.gateway.altogic;

import dev.parley.server.identity.Admission;
import dev.parley.server.identity.App;
import dev.parley.server.identity.ChannelRights;
import dev.parley.server.identity.Credentials;
import dev.parley.server.identity.Denial;
import dev.parley.server.identity.Rechecks;
import dev.parley.server.identity.Session;
import org.jspecify.annotations.Nullable;

/** The terms a connected client came in on, asked again for every packet (altogic-agnost 5). Its shard only. */
final class Access {

    private final Admission admission;
    private final App app;
    private final Credentials credentials;
    private final @Nullable Session session;
    private final boolean altogic;
    private final ChannelRights rights;
    private final Rechecks rechecks;

    Access(Admission admission, App app, Credentials credentials, @Nullable Session session, boolean altogic) {
        this.admission = admission;
        this.app = app;
        this.credentials = credentials;
        this.session = session;
        this.altogic = altogic;
        this.rights = admission.rights(app, session);
        this.rechecks = admission.rechecks(app, credentials, session);
    }

    App app() {
        return app;
    }

    /** The session it came in with, be it over; null if it had none. */
    @Nullable
    Session session() {
        return session;
    }

    /** Its rights in channels as they are now. */
    ChannelRights rights() {
        return rights;
    }

    /** Why the packet that has come must not be served, or null. */
    @Nullable
    Denial denial() {
        Denial denial = rechecks.next();
        return denial != null && altogic ? denial.forAltogic() : denial;
    }

    /** Whether nothing it sends is served without a session. */
    boolean needsSession() {
        return admission.needsSession(app, credentials);
    }
}
