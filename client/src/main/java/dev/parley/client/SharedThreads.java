package dev.parley.client;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that all clients of the process share; a client has none of its own. All are daemons, and end when nothing was to be done for a while. The JDK's common
 * pool is not used: on a small machine it has one thread, and whoever blocks that would stop the reconnecting of all clients.
 */
final class SharedThreads {

    private static final Duration KEPT = Duration.ofSeconds(30);

    private SharedThreads() {}

    private static final class Timer {
        static final ScheduledThreadPoolExecutor THREAD = create();

        private static ScheduledThreadPoolExecutor create() {
            ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, factory("parley-client-timer"));
            thread.setRemoveOnCancelPolicy(true);
            thread.setKeepAliveTime(KEPT.toSeconds(), TimeUnit.SECONDS);
            thread.allowCoreThreadTimeOut(true);
            return thread;
        }
    }

    private static final class Listeners {
        static final ThreadPoolExecutor POOL = create();

        /** Bounded, as thousands of clients may be told something at once; each has at most one task here. */
        private static ThreadPoolExecutor create() {
            int most = Math.max(8, 4 * Runtime.getRuntime().availableProcessors());
            ThreadPoolExecutor pool = new ThreadPoolExecutor(
                    most,
                    most,
                    KEPT.toSeconds(),
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    factory("parley-client-listeners"));
            pool.allowCoreThreadTimeOut(true);
            return pool;
        }
    }

    /** One thread for what never blocks: delays, and the lanes of clients that were given very much at once. */
    static ScheduledThreadPoolExecutor timer() {
        return Timer.THREAD;
    }

    /** For the user's code, if there is no executor for it. */
    static Executor listeners() {
        return Listeners.POOL;
    }

    private static ThreadFactory factory(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
