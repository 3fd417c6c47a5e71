package dev.parley.server.accounts;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What {@link CompletionStage} lacks. */
final class Stages {

    private Stages() {}

    static CompletionStage<@Nullable Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    /** Ends with what was thrown, on whatever way. */
    static <T extends @Nullable Object> CompletionStage<T> of(Supplier<CompletionStage<T>> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            call.get().whenComplete((value, failure) -> {
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(cause(failure));
                }
            });
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    /** What went wrong, without the wrapping of a stage. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
