package dev.parley.bench.micro;

import dev.parley.core.Loop;
import java.util.ArrayDeque;
import java.util.Queue;

/** A loop that is the thread of the benchmark: what is queued runs when it is told to. */
final class DirectLoop implements Loop {
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public boolean inLoop() {
        return true;
    }

    /** Nothing in a benchmark has a deadline. */
    @Override
    public void schedule(Runnable task, long delayMillis) {}

    /** Ends the tick. */
    void drain() {
        Runnable task;
        while ((task = tasks.poll()) != null) {
            task.run();
        }
    }
}
