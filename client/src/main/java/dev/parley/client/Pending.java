package dev.parley.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The future of one command. What depends on it runs on the callback executor, in order with the listeners; who waits for the future itself is let go as soon as
 * the answer is here. So a listener may wait for a future although nothing else runs on its executor meanwhile.
 */
final class Pending<T extends @Nullable Object> extends CompletableFuture<T> {

    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final Callbacks callbacks;
    private final boolean behindListeners;
    private volatile Runnable told = () -> {};

    Pending(Callbacks callbacks) {
        this(callbacks, false);
    }

    /** @param behindListeners whether who waits is let go only when the listeners before it have run; not a listener, though, as it would wait for itself */
    Pending(Callbacks callbacks, boolean behindListeners) {
        this.callbacks = callbacks;
        this.behindListeners = behindListeners;
    }

    /** What to do once when it was told to whoever depends on it. To be set before it can complete. */
    void whenTold(Runnable task) {
        told = task;
    }

    void succeed(T value) {
        if (outcome.complete(value)) {
            callbacks.execute(() -> {
                super.complete(value);
                told.run();
            });
        }
    }

    void fail(RealtimeException error) {
        if (outcome.completeExceptionally(error)) {
            callbacks.execute(() -> {
                super.completeExceptionally(error);
                told.run();
            });
        }
    }

    /** Whether nobody wants the command any more that has not been sent yet. */
    boolean isAbandoned() {
        return outcome.isDone();
    }

    @Override
    public boolean complete(T value) {
        boolean first = outcome.complete(value);
        if (first) {
            super.complete(value);
            told.run();
        }
        return first;
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        boolean first = outcome.completeExceptionally(error);
        if (first) {
            super.completeExceptionally(error);
            told.run();
        }
        return first;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean before = outcome.isDone();
        boolean cancelled = outcome.cancel(mayInterruptIfRunning);
        if (cancelled && super.cancel(mayInterruptIfRunning) && !before) {
            told.run();
        }
        return cancelled;
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        executor.execute(() -> {
            try {
                complete(supplier.get());
            } catch (RuntimeException | Error e) {
                completeExceptionally(e);
            }
        });
        return this;
    }

    private boolean waitsForListeners() {
        return behindListeners && !callbacks.runsHere();
    }

    @Override
    public T join() {
        return waitsForListeners() ? super.join() : outcome.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        return waitsForListeners() ? super.get() : outcome.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        return waitsForListeners() ? super.get(timeout, unit) : outcome.get(timeout, unit);
    }

    @Override
    public T getNow(T valueIfAbsent) {
        return outcome.getNow(valueIfAbsent);
    }

    @Override
    public boolean isDone() {
        return outcome.isDone();
    }

    @Override
    public boolean isCompletedExceptionally() {
        return outcome.isCompletedExceptionally();
    }

    @Override
    public boolean isCancelled() {
        return outcome.isCancelled();
    }
}
