package dev.parley.client;

import java.time.Duration;
import java.util.concurrent.Executor;

/** The real time, in which what takes long can be made to take a moment. */
final class HurriedTimers extends Timers {

    private volatile boolean hurried;

    /** From now on nothing takes longer than a moment. */
    void hurry() {
        hurried = true;
    }

    @Override
    Timer after(Duration delay, Executor lane, Runnable task) {
        return super.after(hurried ? Duration.ofMillis(20) : delay, lane, task);
    }
}
