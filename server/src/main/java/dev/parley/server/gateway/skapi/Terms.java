package dev.parley.server.gateway.skapi;

import dev.parley.server.config.SkapiService;
import dev.parley.server.identity.Admission;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Credentials;
import dev.parley.server.identity.Denial;
import dev.parley.server.identity.Session;
import org.jspecify.annotations.Nullable;

/**
 * The terms a connection came in on.
 *
 * @param service its id when the connection was made
 * @param uuid the user's id, as this family's clients know it
 */
record Terms(Admission admission, App app, String service, Credentials credentials, Session session, String uuid) {

    /** Whether the app is still the service that was asked for, and serves the page it was asked from. */
    boolean isServed() {
        SkapiService now = app.config().skapi();
        return now != null
                && now.service().equals(service)
                && !app.isGone()
                && admission.allowsOrigin(app, credentials.origin());
    }

    /** Why what the client has just sent must not be served, or null; it counts as a packet. */
    @Nullable
    Denial denial() {
        return admission.recheckWithoutKey(app, credentials, session);
    }
}
