package dev.parley.server.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.core.Clock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers a call that is made again (Idempotency-Key) as it was answered the first time, without doing it again; also while the
 * first is under way. What was refused or failed is not kept. Any thread; bounded.
 */
final class RepeatedCalls {

    static final String HEADER = "Idempotency-Key";
    private static final int MAX_KEY = 255;
    /** Of weights: an answer to one message is 1, to a large batch up to {@link #MAX_WEIGHT}. */
    private static final int MAX_KEPT = 100_000;

    private static final int MAX_WEIGHT = 100;
    /** A batch's answer grows with its messages, and these have some bytes each. */
    private static final int BYTES_PER_WEIGHT = 64;

    private static final Duration KEPT = Duration.ofMinutes(10);

    private record Key(String app, String key) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record First(byte[] digest, int weight, CompletableFuture<Answer> answer) {}

    private final Cache<Key, First> kept;

    RepeatedCalls(Clock clock) {
        this.kept = Caffeine.newBuilder()
                .maximumWeight(MAX_KEPT)
                .weigher((Key key, First first) -> first.weight)
                .expireAfterWrite(KEPT)
                .ticker(clock::nanos)
                .build();
    }

    /** Does {@code act}, or answers as before. */
    CompletionStage<Answer> once(Call call, Supplier<CompletionStage<Answer>> act) {
        String sent = call.repeatKey();
        if (sent == null) {
            return act.get();
        }
        if (!sent.matches("[\\x21-\\x7e]{1," + MAX_KEY + "}")) {
            throw Refusal.invalid(HEADER, "must be 1 to " + MAX_KEY + " printable ASCII characters without spaces.");
        }
        Key key = new Key(call.ownApp().id(), sent);
        First mine = new First(digest(call), weight(call), new CompletableFuture<>());
        @Nullable First before = kept.asMap().putIfAbsent(key, mine);
        if (before == null) {
            run(key, mine, act);
            return mine.answer;
        }
        if (!Arrays.equals(before.digest, mine.digest)) {
            throw Refusal.of(
                    409,
                    "idempotency_key_reused",
                    "This Idempotency-Key came with another call within the last ten minutes.");
        }
        return before.answer.thenApply(answer -> answer.with("Idempotent-Replayed", "true"));
    }

    private void run(Key key, First first, Supplier<CompletionStage<Answer>> act) {
        CompletionStage<Answer> stage;
        try {
            stage = act.get();
        } catch (RuntimeException e) {
            stage = CompletableFuture.failedFuture(e);
        }
        stage.whenComplete((answer, failure) -> {
            if (failure != null) {
                kept.asMap().remove(key, first);
                first.answer.completeExceptionally(failure);
            } else {
                first.answer.complete(answer);
            }
        });
    }

    private static int weight(Call call) {
        return Math.min(MAX_WEIGHT, 1 + call.body().length / BYTES_PER_WEIGHT);
    }

    private static byte[] digest(Call call) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(call.endpoint().name().getBytes(StandardCharsets.US_ASCII));
            return sha256.digest(call.body());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
