package dev.parley.client;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks one after the other, on the threads of those who hand them in: whoever finds the lane free runs his task at once, and what others hand in
 * meanwhile after it. Everything a client consists of is touched on its lane only, so it needs no locks and no thread. Tasks neither block nor call user code.
 *
 * <p>A task handed in from within a task runs after it.
 */
final class Lane implements Executor {

    private static final Logger LOG = System.getLogger("dev.parley.client");
    /** After so many tasks of others a caller is let go, and a thread that all clients share goes on. */
    private static final int MOST_AT_ONCE = 1_000;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            drain();
        }
    }

    private void drain() {
        for (int left = MOST_AT_ONCE; left > 0; left--) {
            run(tasks.poll());
            if (waiting.decrementAndGet() == 0) {
                return;
            }
        }
        SharedThreads.lanes().execute(this::drain);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "the client failed inside; this is a defect of the library", e);
        }
    }
}
