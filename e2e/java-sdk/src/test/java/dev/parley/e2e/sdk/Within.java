package dev.parley.e2e.sdk;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits with a bound. */
final class Within {

    /** Long enough for a busy machine. */
    static final long SECONDS = 30;

    private Within() {}

    /** The value of a future. */
    static <T extends @Nullable Object> T patience(CompletableFuture<T> future, String what) {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        } catch (TimeoutException e) {
            throw new AssertionError("waited in vain for " + what, e);
        } catch (ExecutionException e) {
            throw new CompletionException(what, e.getCause());
        }
    }

    /** Until a future has completed in whatever way. */
    static void settled(CompletableFuture<?> future, String what) {
        patience(future.handle((value, error) -> true), what);
    }

    /** What a future failed with. */
    static Throwable failure(CompletableFuture<?> future, String what) {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        future.whenComplete((value, error) -> {
            if (error == null) {
                failure.completeExceptionally(new AssertionError(what + " did not fail"));
            } else {
                failure.complete(error);
            }
        });
        return patience(failure, what + " to fail");
    }
}
