package dev.parley.admin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What makes a client a user. The server does not show it again. Whoever has it is the user: keep it out of logs; {@link #toString} does.
 *
 * @param token what the client shows; for {@link ClientFamily#SKAPI} it is the access token
 * @param idToken for {@link ClientFamily#SKAPI} only, otherwise null
 * @param accessToken for {@link ClientFamily#SKAPI} only, otherwise null
 * @param refreshToken for {@link ClientFamily#SKAPI} only, otherwise null
 * @param session the session that it stands for
 * @param expiresAt when it ends
 */
public record MintedToken(
        String token,
        @Nullable String idToken,
        @Nullable String accessToken,
        @Nullable String refreshToken,
        Session session,
        Instant expiresAt) {

    static MintedToken read(JsonIn in) {
        return new MintedToken(
                in.text("token"),
                in.textOrNull("idToken"),
                in.textOrNull("accessToken"),
                in.textOrNull("refreshToken"),
                Session.read(in.object("session")),
                in.time("expiresAt"));
    }

    /** Shows no token. */
    @Override
    public String toString() {
        return "MintedToken[session=" + session.id() + ", expiresAt=" + expiresAt + "]";
    }
}
