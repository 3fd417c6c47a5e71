package dev.parley.server.delivery;

import dev.parley.core.Clock;
import dev.parley.server.config.Delivery;
import dev.parley.server.config.Secret;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts JSON to an address of the operator's choice, signed so that the receiver can tell that it comes from here and is not an
 * old one sent again. Any thread; {@link #post} blocks.
 *
 * <p>The header {@code Parley-Signature: t=<seconds since 1970>,v1=<hex>} carries the HMAC-SHA256, under the shared secret, of the
 * seconds, a dot and the body's bytes.
 */
public final class SignedWebhook implements AutoCloseable {

    /** The header that carries time and signature. */
    public static final String HEADER = "Parley-Signature";

    private final Delivery.Webhook target;
    private final Duration timeout;
    private final Clock clock;
    private final HttpClient http;

    /** @param timeout for the connection, and for the answer */
    public SignedWebhook(Delivery.Webhook target, Duration timeout, Clock clock) {
        this.target = target;
        this.timeout = timeout;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    /**
     * Posts a body.
     *
     * @throws DeliveryException unless the receiver answers with 2xx; lasting if its answer is one that will not change
     */
    public void post(byte[] json) throws DeliveryException, InterruptedException {
        long seconds = TimeUnit.MILLISECONDS.toSeconds(clock.millis());
        HttpRequest request = HttpRequest.newBuilder(target.url())
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header(HEADER, "t=" + seconds + ",v1=" + signature(target.secret(), seconds, json))
                .POST(HttpRequest.BodyPublishers.ofByteArray(json))
                .build();
        HttpResponse<Void> answer;
        try {
            answer = http.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw DeliveryException.passing(
                    "the webhook did not answer: " + e.getClass().getSimpleName());
        }
        int status = answer.statusCode();
        if (status >= 200 && status < 300) {
            return;
        }
        String what = "the webhook answered with " + status;
        boolean passing = status >= 500 || status == 408 || status == 429;
        throw passing
                ? DeliveryException.passing(what, RetryAfter.of(answer, clock).orElse(Duration.ZERO))
                : DeliveryException.lasting(what);
    }

    /** The signature of a body at a time, in lower-case hex. */
    public static String signature(Secret secret, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA256", e);
        }
    }

    /** Breaks off what is under way. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
