package dev.parley.server.webpush;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Encrypts private keys for the database (AES-256-GCM), so that who reads it cannot send in an app's name. Any thread. */
final class KeyVault {

    private static final String MAC = "HmacSHA256";
    private static final String LABEL = "parley web push key 1";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    /** @param secret from which other keys are made too */
    KeyVault(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret, MAC));
            key = new SecretKeySpec(mac.doFinal(LABEL.getBytes(StandardCharsets.US_ASCII)), "AES");
        } catch (GeneralSecurityException e) {
            throw P256.unavailable(e);
        }
    }

    /** @param app and the public key: a text put into another row cannot be opened there */
    String seal(String app, VapidKey pair) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, app, pair.publicKey())
                    .doFinal(pair.privateKey().getEncoded());
            return Browser.encode(ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array());
        } catch (GeneralSecurityException e) {
            throw P256.unavailable(e);
        }
    }

    /** Null if it was sealed with another secret. */
    @Nullable
    VapidKey open(String app, String publicKey, String sealed) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(sealed));
            byte[] nonce = new byte[Math.min(NONCE, bytes.remaining())];
            bytes.get(nonce);
            byte[] text = new byte[bytes.remaining()];
            bytes.get(text);
            PrivateKey opened = P256.privateKey(
                    cipher(Cipher.DECRYPT_MODE, nonce, app, publicKey).doFinal(text));
            return new VapidKey(publicKey, opened);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String app, String publicKey) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((app + "\n" + publicKey).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
