package dev.parley.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.AudienceKey;
import dev.parley.core.Name;
import dev.parley.protocol.EventArguments;
import dev.parley.protocol.Payload;
import dev.parley.testkit.RawConnection;
import dev.parley.testkit.RawWebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether a client may enter is decided later, as when its session is looked up in a database. */
class LateAcceptTest {

    /** A way to connect. */
    enum Way {
        WEBSOCKET_4,
        WEBSOCKET_3,
        POLLING_4,
        POLLING_3;

        int version() {
            return this == WEBSOCKET_4 || this == POLLING_4 ? 4 : 3;
        }

        boolean polling() {
            return this == POLLING_4 || this == POLLING_3;
        }
    }

    private final TestEngine engine = new TestEngine(EngineOptions.defaults(), 4);
    private final Gate gate = new Gate();

    LateAcceptTest() {
        engine.io.namespace("/", gate);
    }

    @AfterEach
    void nothingIsLeftBehind() {
        await().untilAsserted(() -> assertThat(engine.io.engine().size()).isZero());
        for (int i = 0; i < engine.hub.shards(); i++) {
            int index = i;
            onLoop(
                    index,
                    () -> assertThat(engine.hub.shard(index).subscribers()).isEmpty());
        }
        assertThat(engine.hub
                        .memberCount(AudienceKey.app("app"))
                        .toCompletableFuture()
                        .join())
                .isZero();
        engine.close();
    }

    private void onLoop(int shard, Runnable task) {
        CompletableFuture.runAsync(task, engine.hub.shard(shard).loop()::execute)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static ConditionFactory await() {
        return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
    }

    /** Keeps those who ask until the test lets them in. */
    private static final class Gate implements NamespaceHandler, SocketEvents {
        final BlockingQueue<ConnectRequest> requests = new LinkedBlockingQueue<>();
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        final PacketFormats formats = new PacketFormats((publication, out) -> {
            out.appendAscii("2[\"e\"]");
            return List.of();
        });

        @Override
        public void connect(ConnectRequest request) {
            requests.add(request);
        }

        @Override
        public void connected(Socket socket) {
            heard.add("connected");
        }

        @Override
        public void event(Socket socket, EventArguments event, @Nullable Ack ack) {
            heard.add(event.name());
        }

        @Override
        public void disconnected(Socket socket, String reason) {
            heard.add(reason);
        }

        ConnectRequest asked() {
            try {
                ConnectRequest request = requests.poll(10, TimeUnit.SECONDS);
                assertThat(request).isNotNull();
                return request;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        String next() {
            try {
                return String.valueOf(heard.poll(10, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void accept(ConnectRequest request) {
            List<AudienceKey> audiences = List.of(AudienceKey.app("app"), AudienceKey.user("app", "u"));
            request.shard()
                    .loop()
                    .execute(
                            () -> request.accept(new Acceptance("app", "u", formats, 10, audiences, null, null, this)));
        }
    }

    /** A client that sends packets of the Socket.IO layer; polling ones do not poll unless told to. */
    private final class Wire implements AutoCloseable {
        final Way way;
        final @Nullable RawWebSocket webSocket;
        final String path;
        final RawConnection posts;

        Wire(Way way) {
            this.way = way;
            if (way.polling()) {
                webSocket = null;
                path = engine.open("/socket.io/", way.version());
                posts = RawConnection.open(engine.port());
            } else {
                path = "/socket.io/?transport=websocket&EIO=" + way.version();
                webSocket = RawWebSocket.connect(engine.port(), path);
                posts = webSocket.connection();
                assertThat(webSocket.text()).startsWith("0{");
            }
            if (way.version() == 4) {
                send("40");
            }
        }

        void send(String packet) {
            RawWebSocket socket = webSocket;
            if (socket != null) {
                socket.send(packet);
            } else {
                String body = way.version() == 4 ? packet : packet.length() + ":" + packet;
                assertThat(posts.post(path, body).text()).isEqualTo("ok");
            }
        }

        /** What the next read brings; a poll of a version 4 client may bring several packets. */
        String read() {
            RawWebSocket socket = webSocket;
            return socket != null ? socket.text() : posts.get(path).text();
        }

        /** The client goes without a word; a polling one says goodbye, as its silence takes long to notice. */
        void vanish() {
            if (way.polling()) {
                send("1");
            }
            posts.close();
        }

        @Override
        public void close() {
            posts.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whoCannotBeDecidedOnLosesTheConnectionWithoutAnAnswer(Way way) {
        try (Wire wire = new Wire(way)) {
            ConnectRequest request = gate.asked();
            request.shard().loop().execute(request::later);
            RawWebSocket socket = wire.webSocket;
            if (socket != null) {
                assertThat(socket.closeCode()).isEqualTo(1006);
            } else {
                await().untilAsserted(
                                () -> assertThat(engine.io.engine().size()).isZero());
                assertThat(wire.posts.get(wire.path).status()).isEqualTo(400);
            }
            assertThat(gate.heard).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatAClientSendsBeforeTheDecisionWaitsAndIsServedInOrder(Way way) {
        try (Wire wire = new Wire(way)) {
            ConnectRequest request = gate.asked();
            for (int i = 0; i < 16; i++) {
                wire.send("42[\"m" + i + "\"]");
            }
            assertThat(gate.heard).isEmpty();
            gate.accept(request);
            assertThat(gate.next()).isEqualTo("connected");
            for (int i = 0; i < 16; i++) {
                assertThat(gate.next()).isEqualTo("m" + i);
            }
            assertThat(wire.read()).contains("40");
            wire.send("42[\"after\"]");
            assertThat(gate.next()).isEqualTo("after");
            wire.vanish();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatWaitsIsBounded(Way way) {
        try (Wire wire = new Wire(way)) {
            gate.asked();
            int sent = 0;
            try {
                for (; sent < 17; sent++) {
                    wire.send("42[\"m\"]");
                }
            } catch (RuntimeException e) {
                assertThat(sent).isGreaterThanOrEqualTo(16);
            }
            await().untilAsserted(() -> assertThat(engine.io.engine().size()).isZero());
            assertThat(gate.heard).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aClientThatVanishesBeforeTheDecisionIsNotLetIn(Way way) {
        try (Wire wire = new Wire(way)) {
            ConnectRequest request = gate.asked();
            wire.send("42[\"early\"]");
            wire.vanish();
            await().untilAsserted(() -> assertThat(engine.io.engine().size()).isZero());
            gate.accept(request);
            onLoop(request.shard().index(), () -> {});
            assertThat(gate.heard).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aClientThatLeavesBeforeTheDecisionIsNotLetIn(Way way) {
        try (Wire wire = new Wire(way)) {
            ConnectRequest request = gate.asked();
            wire.send("42[\"early\"]");
            wire.send("41");
            if (way.version() == 4) {
                wire.send("40/nowhere,");
                assertThat(wire.read()).contains("44/nowhere,"); // so the rest has been read
            } else {
                await().untilAsserted(
                                () -> assertThat(engine.io.engine().size()).isZero());
            }
            gate.accept(request);
            onLoop(request.shard().index(), () -> {});
            assertThat(gate.heard).isEmpty();
            assertThat(engine.io.engine().size()).isEqualTo(way.version() == 4 ? 1 : 0);
            if (way.version() == 4) {
                wire.send("40"); // it asks again, and that is another request
                ConnectRequest again = gate.asked();
                wire.send("42[\"mine\"]");
                gate.accept(again);
                assertThat(gate.next()).isEqualTo("connected");
                assertThat(gate.next()).isEqualTo("mine");
                wire.vanish();
            }
        }
    }

    @Test
    void aClientMayLeaveBetweenTheDecisionAndItsAudiences() {
        for (int i = 0; i < 50; i++) {
            try (Wire wire = new Wire(Way.WEBSOCKET_4)) {
                ConnectRequest request = gate.asked();
                gate.accept(request);
                if (i % 2 == 0) {
                    wire.send("41");
                }
            }
        }
    }

    @Test
    void whoIsLostWithTheAnswerToConnectHasNeverBeenThere() {
        CompletableFuture<Socket> elsewhere = new CompletableFuture<>();
        engine.io.of("/other").onConnect(elsewhere::complete);
        try (Wire wire = new Wire(Way.POLLING_4)) {
            ConnectRequest request = gate.asked();
            wire.send("40/other,");
            Socket other = elsewhere.orTimeout(10, TimeUnit.SECONDS).join();
            assertThat(wire.read()).startsWith("40/other,");
            int full = Math.toIntExact(EngineOptions.defaults().webSocket().maxPending());
            onLoop(request.shard().index(), () -> other.emit("e", Payload.json("\"" + "x".repeat(full) + "\"")));
            gate.accept(request);
            await().untilAsserted(() -> assertThat(engine.io.engine().size()).isZero());
            onLoop(request.shard().index(), () -> {});
            assertThat(gate.heard).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"WEBSOCKET_3", "WEBSOCKET_4"})
    void noEventComesBeforeTheAnswerToConnect(Way way) throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        Thread publisher = Thread.ofPlatform().start(() -> {
            while (!stop.get()) {
                engine.hub
                        .publish(AudienceKey.app("app"), Name.of("e"), null)
                        .toCompletableFuture()
                        .join();
            }
        });
        try {
            for (int i = 0; i < 60; i++) {
                try (Wire wire = new Wire(way)) {
                    gate.accept(gate.asked());
                    assertThat(wire.read()).startsWith("40");
                    assertThat(wire.read()).isEqualTo("42[\"e\"]");
                }
            }
        } finally {
            stop.set(true);
            publisher.join();
        }
    }
}
