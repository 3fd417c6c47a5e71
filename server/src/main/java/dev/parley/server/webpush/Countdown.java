package dev.parley.server.webpush;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Does something once so many things have happened. Any thread. */
final class Countdown {

    private final AtomicInteger left;
    private final Runnable then;

    /** @param count at least 1 */
    Countdown(int count, Runnable then) {
        this.left = new AtomicInteger(count);
        this.then = then;
    }

    /** One of the things: counts when it is run for the first time. */
    Runnable one() {
        AtomicBoolean happened = new AtomicBoolean();
        return () -> {
            if (happened.compareAndSet(false, true) && left.decrementAndGet() == 0) {
                then.run();
            }
        };
    }
}
