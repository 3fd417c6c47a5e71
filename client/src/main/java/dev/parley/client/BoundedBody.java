package dev.parley.client;

import dev.parley.protocol.ByteBuilder;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Reads a body up to a bound. What is longer is cut there, and the connection dropped. */
final class BoundedBody implements BodySubscriber<HttpAnswer> {

    /** Of a body that only says what went wrong. */
    private static final int MOST_OF_AN_ERROR = 4_096;

    private final int status;
    private final int maxBytes;
    private final ByteBuilder bytes = new ByteBuilder();
    private final CompletableFuture<HttpAnswer> answer;
    private Flow.@Nullable Subscription subscription;

    private BoundedBody(int status, int maxBytes, CompletableFuture<HttpAnswer> answer) {
        this.status = status;
        this.maxBytes = maxBytes;
        this.answer = answer;
    }

    /**
     * For one request.
     *
     * @param maxBytes most bytes of a body with status 200
     * @param answer completed on the thread that read the last byte, or saw the connection fail before it
     */
    static BodyHandler<HttpAnswer> upTo(int maxBytes, CompletableFuture<HttpAnswer> answer) {
        return info -> new BoundedBody(
                info.statusCode(), info.statusCode() == 200 ? maxBytes : Math.min(maxBytes, MOST_OF_AN_ERROR), answer);
    }

    @Override
    public CompletionStage<HttpAnswer> getBody() {
        return answer;
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        begun.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        for (ByteBuffer part : parts) {
            int taken = Math.min(part.remaining(), maxBytes - bytes.length());
            byte[] copy = new byte[taken];
            part.get(copy);
            bytes.append(copy);
            if (part.hasRemaining()) {
                cut();
                return;
            }
        }
    }

    private void cut() {
        if (subscription != null) {
            subscription.cancel();
        }
        complete(true);
    }

    @Override
    public void onError(Throwable failure) {
        answer.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        complete(false);
    }

    private void complete(boolean cut) {
        if (!answer.isDone()) {
            answer.complete(new HttpAnswer(status, bytes.toByteArray(), cut));
        }
    }
}
