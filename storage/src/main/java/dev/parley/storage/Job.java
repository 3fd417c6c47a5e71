package dev.parley.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** A work and who waits for it. It is run first and answered later, when its transaction has ended. One thread at a time. */
final class Job<T extends @Nullable Object> {

    private final WorkKind kind;
    private final SqlWork<T> work;
    private final WorkCounts counts;
    private final CompletableFuture<T> done = new CompletableFuture<>();

    private @Nullable T result;
    private @Nullable Throwable failure;

    Job(WorkKind kind, SqlWork<T> work, WorkCounts counts) {
        this.kind = kind;
        this.work = work;
        this.counts = counts;
    }

    /** @return null if it went well */
    @Nullable
    Throwable run(Jdbi jdbi) {
        failure = null;
        // Whatever was thrown, an Error too, belongs to whoever waits: the thread that runs it serves others.
        try (Handle handle = jdbi.open()) {
            result = work.run(handle);
        } catch (Throwable thrown) {
            failure = thrown;
        }
        return failure;
    }

    /** Whatever it did was undone. */
    void fail(Throwable because) {
        failure = because;
    }

    /** Tells whoever waits. Only once. */
    @SuppressWarnings("NullAway") // a result is null only if the work's own is
    void answer() {
        Throwable thrown = failure;
        if (thrown == null) {
            counts.add(kind, WorkCounts.Result.DONE);
            done.complete(result);
        } else {
            counts.add(
                    kind,
                    thrown instanceof DatabaseBusyException ? WorkCounts.Result.REFUSED : WorkCounts.Result.FAILED);
            done.completeExceptionally(Failures.explained(thrown));
        }
    }

    void refuse(Throwable because) {
        fail(because);
        answer();
    }

    /** What the one who waits gets; completing it is left to the database. */
    CompletionStage<T> stage() {
        return done.minimalCompletionStage();
    }
}
