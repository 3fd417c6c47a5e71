package dev.parley.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.AudienceKey;
import dev.parley.protocol.Payload;
import dev.parley.testkit.RawConnection;
import dev.parley.testkit.RawWebSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A back end ends sockets: each is told, behind what was sent before, and the connection goes with the last of them. */
class ExpelledTest {

    private static final AudienceKey EVERYBODY = AudienceKey.app("socketio:/");

    private final TestEngine engine = new TestEngine(EngineOptions.defaults(), 2);
    private final Queue<String> left = new ConcurrentLinkedQueue<>();

    ExpelledTest() {
        engine.io.of("/").onDisconnect(socket -> left.add(socket.id()));
        engine.io.of("/other").onDisconnect(socket -> left.add("other"));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private RawWebSocket connect(int version) {
        RawWebSocket socket =
                RawWebSocket.connect(engine.port(), "/socket.io/?EIO=" + version + "&transport=websocket");
        socket.text();
        if (version == 4) {
            socket.send("40");
        }
        assertThat(socket.text()).startsWith("40");
        return socket;
    }

    private int disconnectEverybody() {
        return engine.hub.disconnect(EVERYBODY).toCompletableFuture().join();
    }

    @Test
    void theFarewellFollowsWhatWasPublishedAndTheConnectionEnds() {
        for (int version = 3; version <= 4; version++) {
            try (RawWebSocket socket = connect(version)) {
                engine.io.of("/").all().emit("last", Payload.json("1"));
                assertThat(disconnectEverybody()).isEqualTo(1);
                assertThat(socket.text()).isEqualTo("42[\"last\",1]");
                assertThat(socket.text()).isEqualTo("41");
                assertThat(socket.closeCode()).isEqualTo(1000);
            }
            await().untilAsserted(() -> assertThat(engine.io.engine().size()).isZero());
        }
        assertThat(left).hasSize(2);
    }

    @Test
    void aConnectionWithAnotherNamespaceStays() {
        try (RawWebSocket socket = connect(4)) {
            socket.send("40/other,");
            assertThat(socket.text()).startsWith("40/other,");
            assertThat(disconnectEverybody()).isEqualTo(1);
            assertThat(socket.text()).isEqualTo("41");
            socket.send("42[\"still on its way\"]");
            assertThat(engine.hub
                            .disconnect(AudienceKey.app("socketio:/other"))
                            .toCompletableFuture()
                            .join())
                    .isEqualTo(1);
            assertThat(socket.text()).isEqualTo("41/other,");
            assertThat(socket.closeCode()).isEqualTo(1000);
        }
        assertThat(left).hasSize(2).endsWith("other");
    }

    @Test
    void aPollingClientFetchesItsFarewellAndThenTheEnd() {
        String path = engine.open("/socket.io/", 4);
        try (RawConnection connection = RawConnection.open(engine.port())) {
            connection.post(path, "40");
            assertThat(connection.get(path).text()).startsWith("40{");
            engine.io.of("/").all().emit("last", Payload.json("1"));
            assertThat(disconnectEverybody()).isEqualTo(1);
            assertThat(connection.get(path).text()).isEqualTo("42[\"last\",1]\u001e41\u001e1");
            assertThat(connection.get(path).status()).isEqualTo(400);
        }
        assertThat(left).hasSize(1);
        await().untilAsserted(() -> assertThat(engine.io.engine().size()).isZero());
    }

    @Test
    void aWaitingPollBringsFarewellAndEnd() {
        String path = engine.open("/socket.io/", 4);
        try (RawConnection connection = RawConnection.open(engine.port());
                RawConnection poll = RawConnection.open(engine.port())) {
            connection.post(path, "40");
            connection.get(path);
            poll.sendRequest("GET", path, null, new byte[0]);
            connection.post(path, "42[\"there?\"]");
            assertThat(disconnectEverybody()).isEqualTo(1);
            assertThat(poll.answer().text()).isEqualTo("41\u001e1");
        }
        await().untilAsserted(() -> assertThat(engine.io.engine().size()).isZero());
    }

    @Test
    void onlyTheSocketOfThatIdGoes() {
        try (RawWebSocket one = connect(4);
                RawWebSocket two = connect(4)) {
            String id = engine.hub
                    .subscribers(EVERYBODY, 10)
                    .toCompletableFuture()
                    .join()
                    .getFirst()
                    .id();
            assertThat(engine.hub
                            .disconnect("socketio:/", id)
                            .toCompletableFuture()
                            .join())
                    .isTrue();
            await().untilAsserted(() -> assertThat(left).containsExactly(id));
            engine.io.of("/").all().emit("e", Payload.json("1"));
            String first = one.text();
            String second = two.text();
            assertThat(new String[] {first, second}).containsExactlyInAnyOrder("41", "42[\"e\",1]");
        }
    }
}
