package dev.parley.core;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.Function;

/**
 * The hub's numbers for a meter registry. The hub adds to plain fields; this reads and sums them when it is asked. Names
 * given by clients never become labels.
 */
public final class HubMetrics implements MeterBinder {
    private final Hub hub;

    public HubMetrics(Hub hub) {
        this.hub = hub;
    }

    /** Registers all meters; call it once per registry. */
    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, "parley.hub.publications", "Publications that got a position", c -> c.publications);
        counter(
                registry,
                "parley.hub.deliveries",
                "Publications times members they were delivered to",
                c -> c.deliveries);
        counter(registry, "parley.hub.batches", "Batches of one audience sealed", c -> c.batches);
        counter(registry, "parley.hub.encodings", "Publications encoded, once per wire format", c -> c.encodings);
        counter(registry, "parley.hub.joins", "Channel joins", c -> c.joins);
        counter(registry, "parley.hub.leaves", "Channel leaves, disconnects included", c -> c.leaves);
        counter(registry, "parley.hub.refusals", "Commands refused", c -> c.refusals);
        counter(registry, "parley.hub.pauses", "Times a connection was no longer read", c -> c.pauses);
        counter(registry, "parley.hub.faults", "Exceptions caught and isolated", c -> c.faults);
        gauge(registry, "parley.hub.subscribers", "Open subscribers", c -> c.subscribers);
        gauge(registry, "parley.hub.audiences", "Audiences with members", c -> c.audiences);
        gauge(registry, "parley.hub.channels", "Channels with members", c -> c.channels);
        for (CloseReason reason : CloseReason.values()) {
            FunctionCounter.builder("parley.hub.closes", hub, h -> sum(h, c -> c.closes(reason)))
                    .description("Subscribers closed")
                    .tag("reason", reason.code())
                    .register(registry);
        }
    }

    private void counter(
            MeterRegistry registry, String name, String description, Function<ShardCounters, Counter> field) {
        FunctionCounter.builder(name, hub, h -> sum(h, field))
                .description(description)
                .register(registry);
    }

    private void gauge(
            MeterRegistry registry, String name, String description, Function<ShardCounters, Counter> field) {
        Gauge.builder(name, hub, h -> sum(h, field)).description(description).register(registry);
    }

    private static double sum(Hub hub, Function<ShardCounters, Counter> field) {
        long sum = 0;
        for (int i = 0; i < hub.shards(); i++) {
            sum += field.apply(hub.shard(i).counters()).get();
        }
        return sum;
    }
}
