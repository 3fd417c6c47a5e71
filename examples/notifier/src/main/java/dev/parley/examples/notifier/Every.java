package dev.parley.examples.notifier;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does something again and again. */
final class Every {

    private Every() {}

    /** Something that may be done again. */
    @FunctionalInterface
    interface Task {
        Notifier.Outcome run();
    }

    /** Returns when the task says that it is no use to go on. */
    static void seconds(int seconds, Task task) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            clock.scheduleAtFixedRate(
                    () -> {
                        if (task.run() == Notifier.Outcome.HOPELESS) {
                            over.countDown();
                        }
                    },
                    0,
                    seconds,
                    TimeUnit.SECONDS);
            over.await();
        } finally {
            clock.shutdownNow();
        }
    }
}
