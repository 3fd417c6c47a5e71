package dev.parley.server.push;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import dev.parley.core.Clock;
import dev.parley.server.delivery.DeliveryException;
import dev.parley.server.delivery.RetryAfter;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Access tokens for a service account, by its signed assertion (RFC 7523, 2.1). One is kept until a minute before it expires; one
 * request at a time is under way, and those who wait for it share its answer, also if it is a refusal. Any thread; blocks.
 */
final class AccessTokens {

    private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final long ASSERTION_SECONDS = 3600;
    private static final long EARLY_SECONDS = 60;
    private static final long MOST_SECONDS = 86_400;
    private static final int MAX_BYTES = 64 * 1024;
    /** Somebody has to change something before it can be otherwise. */
    private static final long REFUSED_FOR = TimeUnit.SECONDS.toNanos(30);

    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,8192}");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @param until of the clock's nanoseconds */
    private record Token(String text, long until) {}

    /** @param until of the clock's nanoseconds */
    private record Refusal(DeliveryException why, long until) {}

    private final ServiceAccount account;
    private final HttpClient http;
    private final Duration timeout;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Token current;
    /** The last fetch, if it failed or what it brought was refused. */
    private volatile @Nullable Refusal refusal;

    private final AtomicInteger fetches = new AtomicInteger();

    AccessTokens(ServiceAccount account, HttpClient http, Duration timeout, Clock clock) {
        this.account = account;
        this.http = http;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** A token that is valid for some time yet. */
    String token() throws DeliveryException, InterruptedException {
        int seen = fetches.get();
        Token known = current;
        if (known != null && clock.nanos() - known.until() < 0) {
            return known.text();
        }
        fetching.lockInterruptibly();
        try {
            known = current;
            if (known != null && clock.nanos() - known.until() < 0) {
                return known.text();
            }
            Refusal refused = refusal;
            if (refused != null && (seen != fetches.get() || clock.nanos() - refused.until() < 0)) {
                throw refused.why();
            }
            return fetched();
        } finally {
            fetching.unlock();
        }
    }

    private String fetched() throws DeliveryException, InterruptedException {
        try {
            Token token = fetch();
            current = token;
            refusal = null;
            return token.text();
        } catch (DeliveryException e) {
            refusal = new Refusal(e, clock.nanos() + (e.isLasting() ? REFUSED_FOR : 0));
            throw e;
        } finally {
            fetches.incrementAndGet();
        }
    }

    /** The server took it for no good; the next to ask gets another. */
    void refused(String text) {
        Token known = current;
        if (known != null && known.text().equals(text)) {
            current = null;
        }
    }

    /** It had been fetched because another was refused, and was refused too: for a while there is none. */
    void refusedAnew(String text) {
        Token known = current;
        if (known != null && known.text().equals(text)) {
            refusal = new Refusal(
                    DeliveryException.lasting("FCM refuses new access tokens too; may the account of"
                            + " push.fcm.serviceAccount send messages, and is this machine's clock right?"),
                    clock.nanos() + REFUSED_FOR);
            current = null;
        }
    }

    private Token fetch() throws DeliveryException, InterruptedException {
        String form = "grant_type=" + URLEncoder.encode(GRANT, StandardCharsets.US_ASCII) + "&assertion=" + assertion();
        HttpRequest request = HttpRequest.newBuilder(account.tokenUri())
                .timeout(timeout)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form, StandardCharsets.US_ASCII))
                .build();
        long asked = clock.nanos();
        HttpResponse<String> answer;
        try {
            answer = http.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES));
        } catch (IOException e) {
            throw DeliveryException.passing(
                    "no access token: no answer: " + e.getClass().getSimpleName());
        }
        int status = answer.statusCode();
        if (status == 200) {
            return parse(answer.body(), asked);
        }
        String what = "no access token: the token server answered with " + status;
        boolean passing = status >= 500 || status == 408 || status == 429;
        throw passing
                ? DeliveryException.passing(what, RetryAfter.of(answer, clock).orElse(Duration.ZERO))
                : DeliveryException.lasting(what + "; is the key of push.fcm.serviceAccount still valid, and is this"
                        + " machine's clock right?");
    }

    private static Token parse(String body, long asked) throws DeliveryException {
        try {
            JsonNode json = JSON.readTree(body);
            String token = json.path("access_token").asString("");
            long seconds = json.path("expires_in").asLong(ASSERTION_SECONDS);
            if (TOKEN.matcher(token).matches()) {
                long kept = Math.clamp(seconds - EARLY_SECONDS, 0, MOST_SECONDS);
                return new Token(token, asked + TimeUnit.SECONDS.toNanos(kept));
            }
        } catch (JacksonException e) {
            // Said below, without what was in it.
        }
        throw DeliveryException.passing("no access token: the token server's answer has none");
    }

    private String assertion() throws DeliveryException {
        long now = TimeUnit.MILLISECONDS.toSeconds(clock.millis());
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT);
        if (!account.keyId().isEmpty()) {
            header.keyID(account.keyId());
        }
        String claims = JSON.writeValueAsString(JSON.createObjectNode()
                .put("iss", account.email())
                .put("scope", SCOPE)
                .put("aud", account.tokenUri().toString())
                .put("iat", now)
                .put("exp", now + ASSERTION_SECONDS));
        JWSObject assertion = new JWSObject(header.build(), new Payload(claims));
        try {
            assertion.sign(new RSASSASigner(account.key()));
        } catch (JOSEException e) {
            throw DeliveryException.lasting("the key of push.fcm.serviceAccount cannot sign");
        }
        return assertion.serialize();
    }
}
