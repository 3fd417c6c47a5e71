package dev.parley.server.identity;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a client shows of itself.
 *
 * @param key client key, or null
 * @param session session token, or null
 * @param origin the Origin header, or null
 * @param address the client's address, or null if it is not known
 */
public record Credentials(
        @Nullable String key,
        @Nullable String session,
        @Nullable String origin,
        @Nullable InetAddress address) {

    /** Says what there is, not what it is. */
    @Override
    public String toString() {
        return "Credentials[" + (key == null ? "no key" : "key") + ", " + (session == null ? "no session" : "session")
                + "]";
    }
}
