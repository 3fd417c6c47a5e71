package dev.parley.socketio;

import dev.parley.core.Broker;
import dev.parley.core.Clock;
import dev.parley.core.Hub;
import dev.parley.core.HubOptions;
import dev.parley.core.Shard;
import dev.parley.testkit.RawConnection;
import dev.parley.transport.Listener;
import dev.parley.transport.ListenerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** A Socket.IO server and, on {@code /engine.io/}, an Engine.IO echo that keeps what happened to its connections. */
final class TestEngine implements AutoCloseable {

    final Listener listener;
    final Hub hub;
    final SocketIoServer io;
    final EngineServer bare;
    final Queue<EngineSocket> sockets = new ConcurrentLinkedQueue<>();
    final Queue<EngineClose> ends = new ConcurrentLinkedQueue<>();

    TestEngine(EngineOptions options, int loops) {
        listener = Listener.create(ListenerOptions.loopback(0, loops));
        Clock clock = Clock.system();
        hub = new Hub(HubOptions.defaults(), Broker.embedded(), clock, listener.loops());
        List<Shard> shards =
                IntStream.range(0, hub.shards()).mapToObj(hub::shard).toList();
        listener.attach(shards, clock);
        io = new SocketIoServer(SocketIoOptions.defaults().withEngine(options), hub, listener.upgrade(), clock);
        bare = new EngineServer(options, listener.upgrade(), clock, Echo::new);
        listener.start(shards, (shard, request) -> {
                    if (String.valueOf(request.path()).startsWith("/socket.io/")) {
                        io.handle(shard, request);
                    } else {
                        bare.handle(shard, request);
                    }
                })
                .await();
    }

    int port() {
        return listener.port();
    }

    /** Opens a polling session; the answer is the path of its requests. */
    String open(String path, int version) {
        String base = path + "?EIO=" + version + "&transport=polling";
        try (RawConnection connection = RawConnection.open(port())) {
            String open = connection.get(base).text();
            int start = open.indexOf("\"sid\":\"") + 7;
            return base + "&sid=" + open.substring(start, open.indexOf('"', start));
        }
    }

    @Override
    public void close() {
        listener.shutdown(Duration.ofMillis(100)).await();
        listener.close().await();
    }

    private final class Echo implements EngineEvents {
        private final EngineSocket socket;

        Echo(EngineSocket socket) {
            this.socket = socket;
            sockets.add(socket);
        }

        @Override
        public void text(byte[] data, int from, int to) {
            socket.sendText(java.util.Arrays.copyOfRange(data, from, to));
        }

        @Override
        public void binary(byte[] data) {
            socket.sendBinary(data);
        }

        @Override
        public void closed(EngineClose reason) {
            ends.add(reason);
        }
    }
}
