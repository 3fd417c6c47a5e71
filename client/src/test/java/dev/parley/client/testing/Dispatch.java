package dev.parley.client.testing;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The one thread that handles what clients send, calls the hooks, and keeps the timers. */
final class Dispatch {

    private static final int PATIENCE_SECONDS = 5;

    private final ScheduledThreadPoolExecutor executor;
    private final Problems problems;

    Dispatch(Problems problems) {
        this.problems = problems;
        executor = new ScheduledThreadPoolExecutor(1, body -> {
            Thread thread = new Thread(body, "fake-server-dispatch");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    ScheduledExecutorService executor() {
        return executor;
    }

    /** Ends the thread after what it was handed; a hook that waits is interrupted. */
    void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
                problems.add(new IllegalStateException("A hook does not return."));
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
