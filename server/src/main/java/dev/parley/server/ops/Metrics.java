package dev.parley.server.ops;

import dev.parley.core.Clock;
import dev.parley.core.Shard;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The process's meters. Names of channels, users or keys are never labels. */
public final class Metrics implements AutoCloseable {

    private static final long LAG_EVERY_MILLIS = 500;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();

    /** Memory, garbage collection, threads, CPU and uptime of the JVM. */
    public Metrics() {
        gc.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Measures how late each loop runs what was due: the time a message may wait before anybody looks at it. */
    public void watchLag(List<Shard> shards, Clock clock) {
        for (Shard shard : shards) {
            AtomicLong lag = new AtomicLong();
            Gauge.builder("parley.loop.lag", lag, nanos -> nanos.get() / 1e9)
                    .baseUnit("seconds")
                    .tag("loop", Integer.toString(shard.index()))
                    .description("how late the event loop ran a task that was due, last measured")
                    .register(registry);
            measure(shard, clock, lag);
        }
    }

    private static void measure(Shard shard, Clock clock, AtomicLong lag) {
        long due = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(LAG_EVERY_MILLIS);
        shard.loop()
                .schedule(
                        () -> {
                            lag.set(Math.max(0, clock.nanos() - due));
                            measure(shard, clock, lag);
                        },
                        LAG_EVERY_MILLIS);
    }

    /** All meters in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
