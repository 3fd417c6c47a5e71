package dev.parley.admin;

import dev.parley.protocol.mapping.PayloadMapping;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the server is reached. Immutable; any thread.
 *
 * @param base without a slash at its end
 * @param timeout of one try, from its beginning to the last byte of the answer
 * @param maxAnswerBytes of one answer
 */
record Connection(
        String base,
        HttpClient http,
        Duration timeout,
        RetryRule retry,
        int maxAnswerBytes,
        PayloadMapping mapping,
        Timers timers) {

    /** Makes a call, and more than once where that is right. */
    <T extends @Nullable Object> CompletableFuture<T> run(Call call, String key, Function<Answer, T> read) {
        return new Tries<>(this, call, request(call, key), read).start();
    }

    private HttpRequest request(Call call, String key) {
        byte[] body = call.body();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + call.target()))
                .header("Authorization", "Bearer " + key)
                .header("Accept", "application/json, application/problem+json")
                .header("User-Agent", "parley-admin")
                .method(
                        call.operation().method().name(),
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (base.startsWith("http:")) {
            request.version(HttpClient.Version.HTTP_1_1); // spares the try to upgrade
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (call.idempotencyKey() != null) {
            request.header("Idempotency-Key", call.idempotencyKey());
        }
        return request.build();
    }

    CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request) {
        return http.sendAsync(request, info -> new BoundedBody(maxAnswerBytes));
    }

    /**
     * Waits for an answer.
     *
     * @throws ParleyException what the future failed with, with the caller's stack
     */
    static <T extends @Nullable Object> T await(Operation operation, CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new CallInterruptedException(operation.id(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ParleyException failure) {
                failure.fillInStackTrace(); // where it was made is of no use to anybody
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("the call failed for a reason that nobody foresaw", e.getCause());
        }
    }
}
