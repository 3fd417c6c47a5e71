package dev.parley.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A login of a user, without its token.
 *
 * @param id names the session; grants nothing
 * @param userId whose it is
 * @param clients the client family it was made for, such as {@code altogic}
 * @param createdAt when it was made
 * @param expiresAt when it ends
 * @param userAgent what the client called itself; may be empty
 * @param address the network address it was made from, or null
 * @param channels the channels and patterns that its token lists, for channel rules that say {@code claim}; unmodifiable
 */
public record Session(
        String id,
        String userId,
        String clients,
        Instant createdAt,
        Instant expiresAt,
        String userAgent,
        @Nullable String address,
        List<String> channels) {

    static Session read(JsonIn in) {
        String agent = in.textOrNull("userAgent");
        return new Session(
                in.text("id"),
                in.text("userId"),
                in.text("for"),
                in.time("createdAt"),
                in.time("expiresAt"),
                agent == null ? "" : agent,
                in.textOrNull("address"),
                in.texts("channels"));
    }
}
