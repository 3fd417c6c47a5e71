package dev.parley.server.webpush;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A browser that is subscribed.
 *
 * @param app the app it is subscribed to
 * @param user the UUID of its user
 * @param p256dh a point of P-256, Base64url without padding
 * @param auth 16 bytes, the same way
 */
record Browser(String app, String user, String endpoint, String p256dh, String auth) {

    private static final int AUTH = 16;
    /** Characters; both keys are shorter. */
    private static final int LONGEST_KEY = 128;

    /** @throws WebPushException if it can be none */
    static Browser of(String app, String user, Subscription subscription, PushHosts hosts) {
        hosts.check(subscription.endpoint());
        byte[] p256dh = decode(subscription.p256dh());
        if (p256dh == null || P256.publicKey(p256dh) == null) {
            throw new WebPushException(
                    "keys.p256dh must be the browser's key: a point of the curve P-256, uncompressed,"
                            + " in Base64url.");
        }
        byte[] auth = decode(subscription.auth());
        if (auth == null || auth.length != AUTH) {
            throw new WebPushException("keys.auth must be the browser's secret: 16 bytes in Base64url.");
        }
        return new Browser(app, user, subscription.endpoint(), encode(p256dh), encode(auth));
    }

    /** Also of Base64 as pages make it with {@code btoa}. Null if it is neither. */
    private static byte @Nullable [] decode(String text) {
        if (text.length() > LONGEST_KEY) {
            return null;
        }
        try {
            return Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What stands for an endpoint in the database. */
    static String id(String endpoint) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(endpoint.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw P256.unavailable(e);
        }
    }

    String id() {
        return id(endpoint);
    }

    byte[] encrypted(byte[] message) {
        PublicKey key = P256.publicKey(Base64.getUrlDecoder().decode(p256dh));
        if (key == null) {
            throw new IllegalStateException("a browser's key was checked and is no point");
        }
        return MessageEncryption.encrypt(message, key, Base64.getUrlDecoder().decode(auth));
    }

    /** Shows neither its endpoint nor its secret. */
    @Override
    public String toString() {
        return "Browser[app=" + app + ", user=" + user + "]";
    }
}
