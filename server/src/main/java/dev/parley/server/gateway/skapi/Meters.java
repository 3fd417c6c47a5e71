package dev.parley.server.gateway.skapi;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of the connections of skapi-js. Any thread. */
final class Meters {

    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder frames = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder throttled = new LongAdder();

    Meters(MeterRegistry registry) {
        Gauge.builder("parley.skapi.connections", open, AtomicInteger::get)
                .description("open realtime connections of skapi-js")
                .register(registry);
        counter(registry, "parley.skapi.frames", "frames received from skapi-js", frames);
        counter(registry, "parley.skapi.errors", "frames of skapi-js answered with an error", errors);
        counter(registry, "parley.skapi.throttled", "times a connection of skapi-js was slowed down", throttled);
    }

    private static void counter(MeterRegistry registry, String name, String description, LongAdder adder) {
        FunctionCounter.builder(name, adder, LongAdder::sum)
                .description(description)
                .register(registry);
    }

    int open() {
        return open.get();
    }

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    void frame() {
        frames.increment();
    }

    void error() {
        errors.increment();
    }

    void throttled() {
        throttled.increment();
    }
}
