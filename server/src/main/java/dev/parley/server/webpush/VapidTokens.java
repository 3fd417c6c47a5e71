package dev.parley.server.webpush;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.core.Clock;
import dev.parley.protocol.JsonText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The header by which push services know who sends (RFC 8292). One token serves for hours. Any thread. */
final class VapidTokens {

    private static final Duration VALID = Duration.ofHours(12);
    /** Long before it ends, as a push service's clock may differ. */
    private static final Duration RENEWED_AFTER = Duration.ofHours(6);
    /** Hosts below a wildcard are what clients say, so there is a bound. */
    private static final int MOST = 1024;

    private static final String HEADER =
            Browser.encode("{\"typ\":\"JWT\",\"alg\":\"ES256\"}".getBytes(StandardCharsets.US_ASCII));

    private record Use(String publicKey, String origin) {}

    private final String contact;
    private final Clock clock;
    private final Cache<Use, String> headers;

    /** @param contact a {@code mailto:} or {@code https:} URL */
    VapidTokens(String contact, Clock clock) {
        this.contact = contact;
        this.clock = clock;
        this.headers = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(RENEWED_AFTER)
                .ticker(clock::nanos)
                .build();
    }

    /** The value of {@code Authorization} for a push service. */
    String authorization(VapidKey key, String origin) {
        return headers.get(
                new Use(key.publicKey(), origin),
                use -> "vapid t=" + token(key.privateKey(), origin) + ", k=" + key.publicKey());
    }

    private String token(PrivateKey key, String origin) {
        long expires = TimeUnit.MILLISECONDS.toSeconds(clock.millis()) + VALID.toSeconds();
        String claims = "{\"aud\":" + JsonText.quote(origin) + ",\"exp\":" + expires + ",\"sub\":"
                + JsonText.quote(contact) + "}";
        String signed = HEADER + "." + Browser.encode(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Browser.encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw P256.unavailable(e);
        }
    }
}
