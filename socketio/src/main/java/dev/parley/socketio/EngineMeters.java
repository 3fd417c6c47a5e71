package dev.parley.socketio;

import dev.parley.core.Shard;
import dev.parley.transport.ReasonCounters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
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
    /** What came in, by shard: no atomic addition on the way of a message. */
    private volatile List<Received> received = List.of();

    /** Written by one shard, read from anywhere; seen in the end, and never half. */
    private static final class Received {
        private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
        private static final int MESSAGES = 8;
        private static final int BYTES = 9;

        /** With nothing of anybody else's in the same cache line. */
        private final long[] values = new long[2 * MESSAGES + 2];

        void add(int size) {
            LONGS.setOpaque(values, MESSAGES, values[MESSAGES] + 1);
            LONGS.setOpaque(values, BYTES, values[BYTES] + size);
        }

        long get(int index) {
            return (long) LONGS.getOpaque(values, index);
        }
    }

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

    /** On the shard's thread. */
    void received(Shard shard, int size) {
        List<Received> known = received;
        (shard.index() < known.size() ? known : upTo(shard)).get(shard.index()).add(size);
    }

    private synchronized List<Received> upTo(Shard shard) {
        List<Received> more = new ArrayList<>(received);
        while (more.size() <= shard.index()) {
            more.add(new Received());
        }
        received = List.copyOf(more);
        return received;
    }

    private long sum(int index) {
        return received.stream().mapToLong(one -> one.get(index)).sum();
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
        FunctionCounter.builder("parley.messages.in", this, meters -> meters.sum(Received.MESSAGES))
                .description("messages received")
                .register(registry);
        FunctionCounter.builder("parley.bytes.in", this, meters -> meters.sum(Received.BYTES))
                .description("bytes of messages received")
                .register(registry);
    }

    private static void counter(MeterRegistry registry, String name, String description, LongAdder adder) {
        FunctionCounter.builder(name, adder, LongAdder::sum)
                .description(description)
                .register(registry);
    }
}
