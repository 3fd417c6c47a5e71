package dev.parley.core;

/**
 * The thread of a shard.
 *
 * <p>Guarantees an implementation gives: tasks run one at a time, on one thread; tasks given to {@link #execute} by one
 * thread run in that order; a task never runs inside the call that handed it over; what the caller did before is visible
 * to the task.
 */
public interface Loop {

    /** Runs {@code task} on this loop, after everything handed over before. From any thread. */
    void execute(Runnable task);

    /** Whether the caller is on this loop's thread. */
    boolean inLoop();

    /** Runs {@code task} on this loop after at least {@code delayMillis} milliseconds. On the loop only. */
    void schedule(Runnable task, long delayMillis);
}
