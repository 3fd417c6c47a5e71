package dev.parley.server.gateway.skapi;

import dev.parley.server.identity.Admission;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Credentials;
import dev.parley.server.identity.Denial;
import dev.parley.server.identity.Session;
import org.jspecify.annotations.Nullable;

/**
 * The terms a connection came in on.
 *
 * @param uuid the user's id, as this family's clients know it
 */
record Terms(Admission admission, App app, Credentials credentials, Session session, String uuid) {

    /** Why what the client has just sent must not be served, or null; it counts as a packet. */
    @Nullable
    Denial denial() {
        return admission.recheckWithoutKey(app, credentials, session);
    }
}
