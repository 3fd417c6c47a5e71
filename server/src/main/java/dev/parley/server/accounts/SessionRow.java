package dev.parley.server.accounts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session as the database has it: {@link SessionInfo} without the token. */
record SessionRow(
        String id,
        String app,
        String user,
        String family,
        long createdAt,
        long expiresAt,
        String userAgent,
        @Nullable String address,
        List<String> channels) {

    SessionRow {
        channels = List.copyOf(channels);
    }

    /**
     * As its user may see it. One of skapi-js has no token here: its own are worth less and end sooner, and must not be had for this
     * one, which other families take.
     */
    SessionInfo info(TokenSigner signer) {
        String token = family.equals(Client.SKAPI) ? "" : signer.token(this);
        return new SessionInfo(app, id, user, token, family, createdAt, expiresAt, userAgent, address, channels);
    }
}
