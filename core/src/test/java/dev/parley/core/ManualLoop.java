package dev.parley.core;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;

/** A loop whose tasks run when the test says so, on the test's thread. Made by {@link ManualLoops}. */
public final class ManualLoop implements Loop {
    private final ManualLoops loops;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Scheduled> scheduled = new PriorityQueue<>();
    private long sequence;

    ManualLoop(ManualLoops loops) {
        this.loops = loops;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public boolean inLoop() {
        return loops.isCurrent(this);
    }

    @Override
    public void schedule(Runnable task, long delayMillis) {
        scheduled.add(new Scheduled(loops.clock().nanos() + delayMillis * 1_000_000, sequence++, task));
    }

    /** Enters the loop and runs {@code task} at once, as an event from a socket would. */
    public void run(Runnable task) {
        loops.enter(this, task);
    }

    /** Runs the next queued task; false if there is none. */
    public boolean step() {
        Runnable task = tasks.poll();
        if (task == null) {
            return false;
        }
        loops.enter(this, task);
        return true;
    }

    /** How many tasks are queued. */
    public int queued() {
        return tasks.size();
    }

    /** How many tasks wait for their time. */
    public int scheduled() {
        return scheduled.size();
    }

    /** When the next scheduled task is due, or {@link Long#MAX_VALUE}. */
    long nextDue() {
        Scheduled first = scheduled.peek();
        return first == null ? Long.MAX_VALUE : first.due;
    }

    /** Queues what is due. */
    void wake() {
        while (nextDue() <= loops.clock().nanos()) {
            execute(scheduled.remove().task);
        }
    }

    private record Scheduled(long due, long sequence, Runnable task) implements Comparable<Scheduled> {
        @Override
        public int compareTo(Scheduled other) {
            return due != other.due ? Long.compare(due, other.due) : Long.compare(sequence, other.sequence);
        }
    }
}
