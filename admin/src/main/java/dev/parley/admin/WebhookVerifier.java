package dev.parley.admin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a webhook request comes from your Parley server, and is not an old one sent again.
 *
 * <p>The header {@code Parley-Signature: t=<seconds since 1970>,v1=<hex>} carries the HMAC-SHA256, under the secret of {@code delivery.webhook} or
 * {@code push.webhook}, of the seconds, a dot and the body's bytes.
 *
 * <pre>{@code
 * WebhookVerifier verifier = WebhookVerifier.of(secret);
 * // in the handler of the request; the body as it came, not parsed and written again
 * if (!verifier.isGenuine(body, request.getHeader(WebhookVerifier.HEADER))) {
 *     return 401;
 * }
 * Webhook webhook = Webhook.parse(body);
 * }</pre>
 *
 * <p>Immutable; any thread. Within the tolerance the same request may be sent again by somebody who has seen it, and the server itself repeats one that
 * was not answered with 2xx: {@link Webhook#id} is the same then.
 */
public final class WebhookVerifier {

    /** The header that carries time and signature. */
    public static final String HEADER = "Parley-Signature";

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final Pattern FORM = Pattern.compile("t=([0-9]{1,12}),v1=([0-9a-f]{64})");
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec secret;
    private final Duration tolerance;
    private final Timers timers;

    private WebhookVerifier(SecretKeySpec secret, Duration tolerance, Timers timers) {
        this.secret = secret;
        this.tolerance = tolerance;
        this.timers = timers;
    }

    /** What a look at a request says. */
    public enum Result {
        /** It is from the server, and new enough. */
        GENUINE,
        /** The header is missing. */
        NOT_SIGNED,
        /** The header has another form. */
        MALFORMED_HEADER,
        /** The signature does not fit: another secret, or a body that is not as it was sent. */
        WRONG_SIGNATURE,
        /** The signature fits, and the time is further from now than the tolerance: an old request, or a clock that is wrong. */
        WRONG_TIME
    }

    /**
     * A verifier that takes requests of the last five minutes.
     *
     * @param secret the server's {@code delivery.webhook.secret} or {@code push.webhook.secret}
     * @return the verifier
     * @throws IllegalArgumentException if the secret is empty
     */
    public static WebhookVerifier of(String secret) {
        return of(secret, new Timers());
    }

    static WebhookVerifier of(String secret, Timers timers) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("the secret must not be empty");
        }
        SecretKeySpec key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        return new WebhookVerifier(key, TOLERANCE, timers);
    }

    /**
     * The same with another tolerance.
     *
     * @param value how far the request's time may be from now, in both directions
     * @return a new verifier
     * @throws IllegalArgumentException if it is less than a second
     */
    public WebhookVerifier tolerance(Duration value) {
        if (value.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("the tolerance must be at least a second, not " + value);
        }
        return new WebhookVerifier(secret, value, timers);
    }

    /**
     * Looks at a request.
     *
     * @param body the body's bytes as they came
     * @param header the value of {@link #HEADER}; null if it is missing
     * @return what it is
     */
    public Result verify(byte[] body, @Nullable String header) {
        if (header == null) {
            return Result.NOT_SIGNED;
        }
        Matcher matcher = FORM.matcher(header.strip());
        if (!matcher.matches()) {
            return Result.MALFORMED_HEADER;
        }
        byte[] expected = signature(matcher.group(1), body);
        if (!MessageDigest.isEqual(expected, HexFormat.of().parseHex(matcher.group(2)))) {
            return Result.WRONG_SIGNATURE;
        }
        Instant sent = Instant.ofEpochSecond(Long.parseLong(matcher.group(1)));
        Duration apart = Duration.between(sent, timers.now()).abs();
        return apart.compareTo(tolerance) > 0 ? Result.WRONG_TIME : Result.GENUINE;
    }

    /**
     * Whether a request is from the server and new enough.
     *
     * @param body the body's bytes as they came
     * @param header the value of {@link #HEADER}; null if it is missing
     * @return false if it is not to be trusted; {@link #verify} says why
     */
    public boolean isGenuine(byte[] body, @Nullable String header) {
        return verify(body, header) == Result.GENUINE;
    }

    private byte[] signature(String seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + ALGORITHM, e);
        }
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "WebhookVerifier[tolerance=" + tolerance + "]";
    }
}
