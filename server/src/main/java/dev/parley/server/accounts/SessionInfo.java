package dev.parley.server.accounts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session as it is stored and shown to its user. Times are milliseconds since 1970.
 *
 * @param id names it; grants nothing
 * @param token what the client shows to be this user; empty for {@code skapi}, whose clients show others ({@link SkapiTokens})
 * @param family who it was made for: {@code altogic}, {@code skapi}, {@code vchat}
 * @param userAgent the User-Agent header of the client that signed in; empty if it sent none
 * @param address the client's address, or null
 * @param channels channels its token lists, for rules that say {@code claim}
 */
public record SessionInfo(
        String app,
        String id,
        String user,
        String token,
        String family,
        long createdAt,
        long expiresAt,
        String userAgent,
        @Nullable String address,
        List<String> channels) {

    /** Shows no token. */
    @Override
    public String toString() {
        return "SessionInfo[" + app + ", " + id + "]";
    }
}
