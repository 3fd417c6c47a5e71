package dev.parley.client;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that all clients of the process share; a client has none of its own. All are daemons, and end when nothing was to be done for a while. The JDK's common
 * pool is not used: on a small machine it has one thread, and whoever blocks that would stop the timers of all clients. (The JDK's HTTP client itself completes
 * WebSocket handshakes there, so that one thing does wait.)
 */
final class SharedThreads {

    private static final long KEPT_SECONDS = 30;
    private static final int MOST_LISTENING = 256;
    private static final int MOST_LANES = 64;
    /** Threads for what comes when so many listeners wait for something. */
    private static final int FEW = 4;

    private SharedThreads() {}

    private static final class Timer {
        static final ScheduledThreadPoolExecutor THREAD = create();

        private static ScheduledThreadPoolExecutor create() {
            ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, factory("parley-client-timer"));
            thread.setRemoveOnCancelPolicy(true);
            thread.setKeepAliveTime(KEPT_SECONDS, TimeUnit.SECONDS);
            thread.allowCoreThreadTimeOut(true);
            return thread;
        }
    }

    private static final class Pools {
        /** Bounded, as thousands of clients may be told something at once; each has at most one task here. */
        static final ThreadPoolExecutor LISTENERS = listenersPool();
        /** Run what is due. Beyond the bound the timer's thread does. */
        static final ThreadPoolExecutor LANES =
                growing(MOST_LANES, "parley-client-lanes", new ThreadPoolExecutor.CallerRunsPolicy());
        /** A client asks for one session at a time. */
        static final ThreadPoolExecutor SUPPLIERS =
                growing(Integer.MAX_VALUE, "parley-client-sessions", new ThreadPoolExecutor.AbortPolicy());

        private static ThreadPoolExecutor listenersPool() {
            ThreadPoolExecutor rest = new ThreadPoolExecutor(
                    FEW,
                    FEW,
                    KEPT_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    factory("parley-client-more"));
            rest.allowCoreThreadTimeOut(true);
            return growing(MOST_LISTENING, "parley-client-listeners", (task, full) -> rest.execute(task));
        }
    }

    /** One thread for delays. What is due it hands to {@link #lanes()}. */
    static ScheduledThreadPoolExecutor timer() {
        return Timer.THREAD;
    }

    /** For the lanes of clients: what is due, and what was handed in so fast that its caller was let go. An executor of the user's that blocks holds one of these. */
    static Executor lanes() {
        return Pools.LANES;
    }

    /** For the user's code, if there is no executor for it. */
    static Executor listeners() {
        return Pools.LISTENERS;
    }

    /** For the user's code that gives sessions: apart from listeners, who may wait for a connection that needs one. */
    static Executor suppliers() {
        return Pools.SUPPLIERS;
    }

    /** A thread that is idle, or a new one. */
    private static ThreadPoolExecutor growing(int most, String name, RejectedExecutionHandler beyond) {
        return new ThreadPoolExecutor(
                0, most, KEPT_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory(name), beyond);
    }

    private static ThreadFactory factory(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            // Nothing of whoever comes first: neither its inherited locals nor its class loader.
            Thread thread = new Thread(null, task, name + "-" + number.incrementAndGet(), 0, false);
            thread.setContextClassLoader(SharedThreads.class.getClassLoader());
            thread.setDaemon(true);
            return thread;
        };
    }
}
