package dev.parley.server.webpush;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.parley.core.Clock;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The header by which push services know who sends (RFC 8292). One token serves for hours. Any thread. */
final class VapidTokens {

    private static final Duration VALID = Duration.ofHours(12);
    /** Long before it ends, as a push service's clock may differ. */
    private static final Duration RENEWED_AFTER = Duration.ofHours(6);
    /** Hosts below a wildcard are what clients say, so there is a bound. */
    private static final int MOST = 1024;

    private static final JWSHeader HEADER =
            new JWSHeader.Builder(JWSAlgorithm.ES256).type(JOSEObjectType.JWT).build();

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
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .audience(origin)
                .claim("exp", TimeUnit.MILLISECONDS.toSeconds(clock.millis()) + VALID.toSeconds())
                .subject(contact)
                .build();
        SignedJWT token = new SignedJWT(HEADER, claims);
        try {
            token.sign(new ECDSASigner(key, Curve.P_256));
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError("every JDK has ES256", e);
        }
    }
}
