package dev.parley.server.accounts;

import dev.parley.core.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Fetches the key sets that issuers publish (JWKS). Any thread; nothing blocks. */
final class KeySets implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofSeconds(10);
    private static final int MAX_BYTES = 256 * 1024;

    private final Clock clock;
    private final Counter fetched;
    private final Counter failed;
    private @Nullable HttpClient http;

    KeySets(Clock clock, MeterRegistry meters) {
        this.clock = clock;
        fetched = counter(meters, "ok");
        failed = counter(meters, "failed");
    }

    private static Counter counter(MeterRegistry meters, String result) {
        return Counter.builder("parley.jwks.fetches")
                .description("Fetches of the public keys that issuers of JWTs publish")
                .tag("result", result)
                .register(meters);
    }

    KeySet open(URI url, @Nullable String algorithm) {
        return new KeySet(url, algorithm, clock, this);
    }

    /** The text at that address; exceptionally if there is none to be had. */
    CompletionStage<String> fetch(URI url) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(WHOLE)
                .header("Accept", "application/jwk-set+json, application/json")
                .GET()
                .build();
        return client().sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_BYTES))
                // The request's own limit ends with the headers; a body may come byte by byte.
                .orTimeout(WHOLE.toSeconds(), TimeUnit.SECONDS)
                .thenApply(KeySets::body)
                .whenComplete((_, failure) -> (failure == null ? fetched : failed).increment());
    }

    private static String body(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new UncheckedIOException(new IOException("answered " + response.statusCode()));
        }
        return response.body();
    }

    private synchronized HttpClient client() {
        HttpClient client = http;
        if (client == null) {
            client = HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    // A redirect could lead to where nobody allowed it to.
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            http = client;
        }
        return client;
    }

    @Override
    public synchronized void close() {
        if (http != null) {
            http.shutdownNow();
            http = null;
        }
    }
}
