package dev.parley.client;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Real time, faster if wanted, and how many timers are waiting. */
final class CountedTimers extends Timers {

    private final int speed;
    private final AtomicInteger waiting = new AtomicInteger();

    CountedTimers(int speed) {
        this.speed = speed;
    }

    int waiting() {
        return waiting.get();
    }

    @Override
    Timer after(Duration delay, Executor lane, Runnable task) {
        waiting.incrementAndGet();
        AtomicBoolean over = new AtomicBoolean();
        Timer timer = super.after(delay.dividedBy(speed), lane, () -> {
            if (over.compareAndSet(false, true)) {
                waiting.decrementAndGet();
                task.run();
            }
        });
        return () -> {
            timer.cancel();
            if (over.compareAndSet(false, true)) {
                waiting.decrementAndGet();
            }
        };
    }
}
