package dev.parley.server.directory;

import dev.parley.core.Clock;
import dev.parley.storage.Database;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what other processes changed in the database: command lines and other nodes. It also tells what this one changed, so
 * whoever listens must bear to hear things twice.
 *
 * <p>Life: {@link #open} notes where the changes are; whoever remembers things of the database loads them after that and before
 * {@link #start}, so nothing is missed in between.
 */
public final class ChangeFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** Who was away for longer starts anew. */
    private static final Duration KEEP = Duration.ofHours(1);

    private static final Duration TRIM_EVERY = Duration.ofMinutes(5);
    private static final int PAGE = 1_000;
    private static final int OPEN_SECONDS = 30;

    private final Database database;
    private final ChangeLog log;
    private final Clock clock;
    private final Duration every;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("database-changes").daemon().factory());

    // On the thread only, once it runs.
    private long seen;
    private boolean failing;
    private long trimmed;

    /** Whether a listener could not take something in; set on any thread. */
    private volatile boolean owed;

    /** Takes changes in. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Called on the feed's thread; it must not block.
         *
         * @return completed when the change has had its effect; exceptionally if it has not, as when the database was busy: then
         *     a {@link Change.Kind#ALL} follows
         */
        CompletionStage<? extends @Nullable Object> take(Change change);
    }

    private ChangeFeed(Database database, ChangeLog log, Clock clock, Duration every, long seen) {
        this.database = database;
        this.log = log;
        this.clock = clock;
        this.every = every;
        this.seen = seen;
        this.trimmed = clock.millis();
    }

    /** Notes where the changes are. Blocks. */
    public static ChangeFeed open(Database database, ChangeLog log, Clock clock) throws IOException {
        return open(database, log, clock, EVERY);
    }

    static ChangeFeed open(Database database, ChangeLog log, Clock clock, Duration every) throws IOException {
        try {
            long last = database.read(log::last).toCompletableFuture().get(OPEN_SECONDS, TimeUnit.SECONDS);
            return new ChangeFeed(database, log, clock, every, last);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the changes in the database cannot be read: " + reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Has somebody told of every change, in order. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Begins to look, every second. */
    public void start() {
        next(every);
    }

    private void next(Duration in) {
        try {
            thread.schedule(this::look, in.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Closed.
        }
    }

    private void look() {
        long from = seen;
        CompletableFuture<ChangeLog.Page> pages =
                database.read(handle -> log.after(handle, from, PAGE)).toCompletableFuture();
        pages.whenComplete((page, failure) -> {
            try {
                thread.execute(() -> found(page, failure));
            } catch (RejectedExecutionException e) {
                // Closed.
            }
        });
    }

    private void found(ChangeLog.@Nullable Page page, @Nullable Throwable failure) {
        if (page == null) {
            if (!failing) {
                LOG.warn(
                        "what other processes change is not seen, as the database cannot be read: {}", reason(failure));
            }
            failing = true;
            next(every);
            return;
        }
        if (failing) {
            LOG.warn("what other processes change is seen again");
        }
        if (failing || owed) {
            owed = false;
            // Listeners that read the database may have failed to, as this has.
            tell(new Change(seen, "", Change.Kind.ALL, "", clock.millis()));
        }
        failing = false;
        deliver(page);
        trim();
        next(seen < page.last() ? Duration.ZERO : every);
    }

    private void deliver(ChangeLog.Page page) {
        if (page.complete()) {
            page.changes().forEach(this::tell);
            seen = page.end();
        } else {
            LOG.warn("some changes in the database were missed; everything is loaded anew");
            seen = page.last();
            tell(new Change(seen, "", Change.Kind.ALL, "", clock.millis()));
        }
    }

    private void tell(Change change) {
        for (Listener listener : listeners) {
            try {
                listener.take(change).whenComplete((_, failure) -> notedIf(failure, change));
            } catch (RuntimeException e) {
                // One that fails must keep nothing from the others.
                LOG.error("a change of kind {} was not taken in", change.kind(), e);
            }
        }
    }

    private void notedIf(@Nullable Throwable failure, Change change) {
        if (failure != null) {
            LOG.warn("a change of kind {} is told again, as it was not taken in: {}", change.kind(), reason(failure));
            owed = true;
        }
    }

    private void trim() {
        long now = clock.millis();
        if (now - trimmed >= TRIM_EVERY.toMillis()) {
            trimmed = now;
            database.write(handle -> log.trim(handle, now - KEEP.toMillis()));
        }
    }

    private static String reason(@Nullable Throwable thrown) {
        Throwable at = thrown;
        while ((at instanceof ExecutionException || at instanceof CompletionException) && at.getCause() != null) {
            at = at.getCause();
        }
        return String.valueOf(at == null ? null : at.getMessage());
    }

    /** Looks no more. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
