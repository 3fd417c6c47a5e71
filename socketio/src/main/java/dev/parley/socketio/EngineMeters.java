package dev.parley.socketio;

import dev.parley.transport.ReasonCounters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** Counters of the Engine.IO layer, made once and updated from any thread. */
public final class EngineMeters {

    private final LongAdder opened = new LongAdder();
    private final LongAdder openedVersion3 = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final ReasonCounters<EngineClose> closes = new ReasonCounters<>(EngineClose.class);
    private final LongAdder polling = new LongAdder();
    private final LongAdder upgrades = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder throttled = new LongAdder();
    private final LongAdder messages = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    void opened(EngineSocket socket) {
        opened.increment();
        if (socket.version() == dev.parley.protocol.EngineVersion.V3) {
            openedVersion3.increment();
        }
        if (socket.carrier() == Carrier.POLLING) {
            polling.increment();
        }
    }

    void upgraded() {
        upgrades.increment();
        polling.decrement();
    }

    void closed(EngineSocket socket, EngineClose reason) {
        closed.increment();
        closes.increment(reason);
        if (socket.carrier() == Carrier.POLLING) {
            polling.decrement();
        }
    }

    void refused() {
        refused.increment();
    }

    void throttled() {
        throttled.increment();
    }

    void received(int size) {
        messages.increment();
        bytes.add(size);
    }

    /** Connections now open. */
    public long open() {
        return opened.sum() - closed.sum();
    }

    /** Requests and connections ended because they broke the protocol or a limit. */
    public long refusals() {
        return refused.sum();
    }

    /** Times a connection was slowed down. */
    public long throttles() {
        return throttled.sum();
    }

    /** Registers the meters; once. */
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("parley.engine.connections", this, EngineMeters::open)
                .description("open Engine.IO connections")
                .register(registry);
        Gauge.builder("parley.engine.polling", polling, LongAdder::sum)
                .description("open Engine.IO connections on long-polling")
                .register(registry);
        closes.bindTo(registry, "parley.engine.closed", "Engine.IO connections that ended, by reason");
        counter(registry, "parley.engine.opened", "Engine.IO connections accepted", opened);
        counter(registry, "parley.engine.opened.v3", "Engine.IO 3 connections accepted", openedVersion3);
        counter(registry, "parley.engine.upgrades", "upgrades from polling to WebSocket", upgrades);
        counter(registry, "parley.engine.refused", "requests and packets refused", refused);
        counter(registry, "parley.engine.throttled", "times a connection was slowed down", throttled);
        counter(registry, "parley.messages.in", "messages received", messages);
        counter(registry, "parley.bytes.in", "bytes of messages received", bytes);
    }

    private static void counter(MeterRegistry registry, String name, String description, LongAdder adder) {
        FunctionCounter.builder(name, adder, LongAdder::sum)
                .description(description)
                .register(registry);
    }
}
