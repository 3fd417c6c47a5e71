package dev.parley.transport;

import dev.parley.core.Clock;
import dev.parley.core.CloseReason;
import dev.parley.core.Shard;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The live WebSockets of a listener, their counters and the watch over slow readers. Vert.x no longer knows a connection after
 * its takeover, so this is what a drain and the metrics go by; an entry goes with its channel's close future, however it ended.
 *
 * <p>Thread rule: any thread, except {@link #backlogged} (the connection's shard).
 */
public final class ConnectionRegistry {

    private static final int AGE_CHECKS = 10;

    private final Set<WebSocketConnection> open = ConcurrentHashMap.newKeySet();
    private final IdentityHashMap<Shard, SlowWatch> watches = new IdentityHashMap<>();
    private final ReasonCounters<CloseReason> closes = new ReasonCounters<>(CloseReason.class);
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refusals = new LongAdder();
    private final IdentityHashMap<Shard, LoopWriter> writers = new IdentityHashMap<>();
    private final IdentityHashMap<Shard, ReadAllocator> readers = new IdentityHashMap<>();
    private volatile boolean draining;

    ConnectionRegistry(List<Shard> shards, Clock clock) {
        for (Shard shard : shards) {
            watches.put(shard, new SlowWatch(shard, clock));
            writers.put(shard, new LoopWriter());
            readers.put(shard, new ReadAllocator(shard.loop()));
        }
    }

    /** WebSockets that are open or in their close handshake. */
    public int size() {
        return open.size();
    }

    /** Closes for {@code reason} since the start. */
    public long closes(CloseReason reason) {
        return closes.sum(reason);
    }

    /** Upgrades and frames refused because they broke the protocol or a limit. */
    public long refusals() {
        return refusals.sum();
    }

    /** Registers the meters; once per registry. */
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("parley.websockets", open, Set::size)
                .description("open WebSocket connections")
                .register(meters);
        closes.bindTo(meters, "parley.closes", "connections closed by the server, by reason");
        counter(meters, "parley.websockets.accepted", "WebSocket upgrades accepted", accepted);
        counter(meters, "parley.websockets.refused", "WebSockets closed for a broken protocol or limit", refusals);
        FunctionCounter.builder("parley.bytes.out", this, ConnectionRegistry::bytesOut)
                .description("bytes written to WebSockets")
                .register(meters);
    }

    private static void counter(MeterRegistry meters, String name, String description, LongAdder adder) {
        FunctionCounter.builder(name, adder, LongAdder::sum)
                .description(description)
                .register(meters);
    }

    void add(WebSocketConnection connection) {
        accepted.increment();
        open.add(connection);
        if (draining) { // its handshake was under way when the drain began
            drain(connection, 1);
        }
    }

    void remove(WebSocketConnection connection) {
        open.remove(connection);
    }

    void closed(CloseReason reason) {
        closes.increment(reason);
    }

    void refused() {
        refusals.increment();
    }

    /** What the connections of a shard share to write. */
    LoopWriter writer(Shard shard) {
        return of(shard, writers);
    }

    /** What the connections of a shard are read into. */
    ReadAllocator reader(Shard shard) {
        return of(shard, readers);
    }

    private static <T> T of(Shard shard, Map<Shard, T> all) {
        T own = all.get(shard);
        if (own == null) {
            throw new IllegalArgumentException("not a shard of this listener");
        }
        return own;
    }

    private long bytesOut() {
        return writers.values().stream().mapToLong(LoopWriter::bytesOut).sum();
    }

    /** The loops have ended. */
    void close() {
        writers.values().forEach(LoopWriter::close);
        readers.values().forEach(ReadAllocator::close);
    }

    /** Starts watching a connection whose kernel buffer is full. */
    void backlogged(WebSocketConnection connection) {
        SlowWatch watch = watches.get(connection.shard());
        if (watch != null) {
            watch.add(connection);
        }
    }

    /**
     * Asks every connection to end so that its client comes back, at a time within {@code spread} that its owner chooses ({@link
     * WebSocketEvents#drainAfter}).
     */
    public void drain(Duration spread) {
        long window = Math.max(1, spread.toMillis());
        draining = true;
        for (WebSocketConnection connection : open) {
            drain(connection, window);
        }
    }

    private static void drain(WebSocketConnection connection, long window) {
        Shard shard = connection.shard();
        shard.loop()
                .execute(() -> shard.timers().schedule(connection.owner().drainAfter(window), () -> {
                    if (connection.isOpen()) {
                        connection.owner().drain(connection);
                    }
                }));
    }

    /** The connections of one shard whose readers are behind. */
    private static final class SlowWatch {
        private final Shard shard;
        private final Clock clock;
        private final Set<WebSocketConnection> behind = new LinkedHashSet<>();
        private boolean scheduled;

        SlowWatch(Shard shard, Clock clock) {
            this.shard = shard;
            this.clock = clock;
        }

        void add(WebSocketConnection connection) {
            behind.add(connection);
            if (!scheduled) {
                scheduled = true;
                long every = connection.limits().maxAge().toMillis() / AGE_CHECKS;
                shard.timers().schedule(Math.max(1, every), this::check);
            }
        }

        private void check() {
            scheduled = false;
            long now = clock.nanos();
            WebSocketConnection last = null;
            for (WebSocketConnection connection : List.copyOf(behind)) {
                if (connection.checkAge(now)) {
                    last = connection;
                } else {
                    behind.remove(connection);
                }
            }
            if (last != null) {
                add(last);
            }
        }
    }
}
