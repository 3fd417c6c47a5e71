package dev.parley.server.webpush;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** An answer's body that nobody needs: read so that the connection can be used again, but not for long. */
final class ShortAnswer implements BodySubscriber<String> {

    /** Bytes. */
    private static final int MOST = 16 * 1024;

    private final CompletableFuture<String> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private int read;

    @Override
    public CompletionStage<String> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription opened) {
        subscription = opened;
        opened.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            read += buffer.remaining();
        }
        if (read > MOST && subscription != null && !body.isDone()) {
            subscription.cancel();
            body.complete("");
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.complete(""); // the status is known, and it counts
    }

    @Override
    public void onComplete() {
        body.complete("");
    }
}
