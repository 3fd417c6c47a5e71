package dev.parley.client;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request whose answer is bounded in size and, to its last byte, in time (the JDK's own timeout ends with the headers). May be cancelled by any thread.
 *
 * <p>The JDK completes the future of a request on the common pool of the process, which the application may block. So what was answered is taken where its last byte
 * was read, on a thread of the HTTP client. Failures without an answer come by that future; while the common pool is blocked it is the time that ends such a request.
 */
final class HttpCall {

    /**
     * How much an answer may take.
     *
     * @param bytes most bytes of a body with status 200
     * @param time from the start to the last byte
     */
    record Limits(int bytes, Duration time) {}

    private final CompletableFuture<HttpResponse<HttpAnswer>> response;
    private final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
    private final Timers.Timer timer;

    private HttpCall(HttpClient http, HttpRequest request, Limits limits, Timers timers, Executor executor) {
        CompletableFuture<HttpAnswer> body = new CompletableFuture<>();
        response = http.sendAsync(request, BoundedBody.upTo(limits.bytes(), body));
        timer = timers.after(limits.time(), executor, this::timeOut);
        body.whenComplete(this::arrived);
        response.whenComplete((whole, failure) -> {
            if (failure != null) {
                arrived(null, failure);
            }
        });
    }

    /**
     * Sends a request.
     *
     * @param executor runs the timer's task
     */
    static HttpCall start(HttpClient http, HttpRequest request, Limits limits, Timers timers, Executor executor) {
        return new HttpCall(http, request, limits, timers, executor);
    }

    /**
     * What was answered; fails with the network's exception, or {@link HttpTimeoutException}. Completed on any thread, often one that the HTTP client reads on: what
     * depends on it must not block.
     */
    CompletableFuture<HttpAnswer> answer() {
        return answer;
    }

    /** Drops the request and its connection, if the answer has not come. */
    void cancel() {
        timer.cancel();
        if (!answer.isDone()) {
            // Not later: the future may still wait for the common pool, and a good connection would be lost.
            response.cancel(true);
        }
    }

    private void timeOut() {
        if (answer.completeExceptionally(new HttpTimeoutException("no complete answer in time"))) {
            response.cancel(true);
        }
    }

    private void arrived(@Nullable HttpAnswer came, @Nullable Throwable failure) {
        timer.cancel();
        if (came != null) {
            answer.complete(came);
        } else if (failure != null) {
            answer.completeExceptionally(failure);
        }
    }
}
