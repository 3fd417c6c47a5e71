package dev.parley.server.gateway.skapi;

import dev.parley.server.identity.Session;

/**
 * A user who calls.
 *
 * @param uuid the user's id in this family, lower case
 */
record Caller(Service service, String uuid, Session session) {

    boolean isAdmin() {
        return service.settings().isAdmin(uuid);
    }
}
