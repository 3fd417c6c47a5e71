package dev.parley.client;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The real time, and which timers run. */
final class LiveTimers extends Timers {

    private final Map<Object, Duration> live = new ConcurrentHashMap<>();

    @Override
    Timer after(Duration delay, Executor lane, Runnable task) {
        Object key = new Object();
        live.put(key, delay);
        Timer timer = super.after(delay, lane, () -> {
            live.remove(key);
            task.run();
        });
        return () -> {
            live.remove(key);
            timer.cancel();
        };
    }

    int count() {
        return live.size();
    }

    Duration longest() {
        return live.values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }
}
