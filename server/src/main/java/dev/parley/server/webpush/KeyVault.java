package dev.parley.server.webpush;

import dev.parley.server.sealing.Sealing;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Encrypts private keys for the database, so that who reads it cannot send in an app's name. Any thread. */
final class KeyVault {

    private static final String LABEL = "parley web push key 1";

    private final Sealing sealing;

    /** @param secret from which other keys are made too */
    KeyVault(byte[] secret) {
        sealing = new Sealing(secret, LABEL);
    }

    /** @param app and the public key: a text put into another row cannot be opened there */
    String seal(String app, VapidKey pair) {
        return Browser.encode(sealing.seal(pair.privateKey().getEncoded(), place(app, pair.publicKey())));
    }

    /** Null if it was sealed with another secret. */
    @Nullable
    VapidKey open(String app, String publicKey, String sealed) {
        try {
            byte[] opened = sealing.open(Base64.getUrlDecoder().decode(sealed), place(app, publicKey));
            return opened == null ? null : new VapidKey(publicKey, P256.privateKey(opened));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }

    private static String place(String app, String publicKey) {
        return app + "\n" + publicKey;
    }
}
