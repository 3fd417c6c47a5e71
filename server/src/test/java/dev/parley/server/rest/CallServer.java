package dev.parley.server.rest;

import dev.parley.core.Broker;
import dev.parley.core.Clock;
import dev.parley.core.Hub;
import dev.parley.core.HubOptions;
import dev.parley.core.Shard;
import dev.parley.transport.Listener;
import dev.parley.transport.ListenerOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A listener on a free port of this machine that hands every request to one handler, as a call of v_chat's clients. */
public final class CallServer implements AutoCloseable {

    private final Listener listener;

    public CallServer(Consumer<Exchange> handler) {
        listener = Listener.create(ListenerOptions.loopback(0, 2));
        Hub hub = new Hub(HubOptions.defaults(), Broker.embedded(), Clock.system(), listener.loops());
        List<Shard> shards =
                IntStream.range(0, hub.shards()).mapToObj(hub::shard).toList();
        listener.attach(shards, Clock.system());
        listener.start(shards, (shard, request) -> handler.accept(new Exchange(request, Family.VCHAT)))
                .await();
    }

    public int port() {
        return listener.port();
    }

    @Override
    public void close() {
        listener.shutdown(Duration.ofMillis(100)).await();
        listener.close().await();
    }
}
