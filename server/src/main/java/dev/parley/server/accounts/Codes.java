package dev.parley.server.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Checks codes from text messages. Called in a {@link dev.parley.storage.SqlWork}. */
final class Codes {

    private static final int MAX_TRIES = 5;

    private final TokenSigner signer;

    Codes(TokenSigner signer) {
        this.signer = signer;
    }

    /**
     * Counts a try, and takes the code away if it is right.
     *
     * @return what it was for, or null if it is wrong, used, tried too often or expired; throw nothing then, or the try is not
     *     counted
     */
    OneTimeStore.@Nullable Row redeem(
            Handle handle, String app, Purpose purpose, LoginName phone, String code, long now) {
        String slot = OneTimeStore.slot(app, purpose, phone.name());
        OneTimeStore.Row row = OneTimeStore.use(handle, app, slot);
        String given = signer.codeMac(slot, code);
        boolean right = row != null
                && row.uses() <= MAX_TRIES
                && row.expiresAt() > now
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.US_ASCII), row.code().getBytes(StandardCharsets.US_ASCII));
        return right && OneTimeStore.consume(handle, slot) ? row : null;
    }
}
