package dev.parley.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** A time that goes on when the test says so. */
final class ManualTimers extends Timers {

    private record Due(long at, Executor lane, Runnable task) {}

    private final List<Due> due = new ArrayList<>();
    private long now = 1;

    @Override
    synchronized long nanoTime() {
        return now;
    }

    @Override
    double random() {
        return 0.5;
    }

    @Override
    synchronized Timer after(Duration delay, Executor lane, Runnable task) {
        Due entry = new Due(now + delay.toNanos(), lane, task);
        due.add(entry);
        return () -> {
            synchronized (this) {
                due.remove(entry);
            }
        };
    }

    synchronized int count() {
        return due.size();
    }

    /** Lets time pass, and then runs what has become due meanwhile, once. */
    void pass(Duration time) {
        List<Due> ready = new ArrayList<>();
        synchronized (this) {
            now += time.toNanos();
            due.removeIf(entry -> entry.at() <= now && ready.add(entry));
        }
        ready.forEach(entry -> entry.lane().execute(entry.task()));
    }
}
