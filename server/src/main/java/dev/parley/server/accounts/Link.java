package dev.parley.server.accounts;

import java.net.URI;

/**
 * Where a link in a mail leads.
 *
 * @param target the app's page, with {@code access_token}, {@code action} and {@code status} in its query
 */
public record Link(URI target) {

    /** Shows no token. */
    @Override
    public String toString() {
        return "Link[" + target.getHost() + "]";
    }
}
