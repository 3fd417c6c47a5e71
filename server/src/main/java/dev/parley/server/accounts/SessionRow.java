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

    SessionInfo withToken(TokenSigner signer) {
        return new SessionInfo(
                app, id, user, signer.token(this), family, createdAt, expiresAt, userAgent, address, channels);
    }
}
