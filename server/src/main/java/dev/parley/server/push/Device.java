package dev.parley.server.push;

import org.jspecify.annotations.Nullable;

/**
 * Where a user can be told. It counts as long as its session is valid.
 *
 * @param user a hex id
 * @param session the id of the session it belongs to
 * @param sessionExpiresAt milliseconds since 1970
 * @param token what the push service calls it
 * @param platform such as {@code Android} or {@code ios}; null if it is not known
 */
public record Device(
        String app,
        String user,
        String session,
        long sessionExpiresAt,
        String token,
        @Nullable String platform) {

    /** Shows whose it is. */
    @Override
    public String toString() {
        return "Device[" + app + ", " + user + "]";
    }
}
