package dev.parley.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.CloseReason;
import dev.parley.core.Shard;
import dev.parley.testkit.RawConnection;
import dev.parley.testkit.RawWebSocket;
import dev.parley.transport.Rate;
import dev.parley.transport.WebSocketLimits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lives and ends of Engine.IO connections: reasons, floods, limits and what is left of them. */
class EngineSocketTest {

    private static final String POLLING = "/engine.io/";
    private static final String WEBSOCKET = "/engine.io/?EIO=4&transport=websocket";

    private @Nullable TestEngine running;

    private TestEngine start(EngineOptions options) {
        TestEngine engine = new TestEngine(options, 2);
        running = engine;
        return engine;
    }

    @AfterEach
    void nothingIsLeft() {
        TestEngine engine = running;
        if (engine != null) {
            await().untilAsserted(() -> assertThat(engine.bare.size()).isZero());
            assertThat(engine.bare.meters().open()).isZero();
            assertThat(engine.ends).hasSameSizeAs(engine.sockets);
            engine.close();
        }
    }

    private static EngineOptions heartbeat(int interval, int timeout) {
        return EngineOptions.defaults().withPing(Duration.ofMillis(interval), Duration.ofMillis(timeout));
    }

    @ParameterizedTest
    @EnumSource(EngineClose.class)
    void ownerIsToldWhyTheServerClosed(EngineClose reason) {
        TestEngine engine = start(EngineOptions.defaults());
        try (RawWebSocket socket = RawWebSocket.connect(engine.port(), WEBSOCKET)) {
            socket.text();
            EngineSocket open = engine.sockets.element();
            open.shard().loop().execute(() -> open.close(reason));
            // What asks to come back is told by the end of the TCP connection alone; everything else by a close frame.
            assertThat(socket.closeCode() == 1006)
                    .isEqualTo(reason == EngineClose.GOING_AWAY || reason == EngineClose.UNAVAILABLE);
        }
        await().untilAsserted(() -> assertThat(engine.ends).containsExactly(reason));
    }

    @Test
    void hubsReasonsKeepTheirMeaningAndCode() {
        TestEngine engine = start(EngineOptions.defaults());
        try (RawWebSocket socket = RawWebSocket.connect(engine.port(), WEBSOCKET)) {
            socket.text();
            EngineSocket open = engine.sockets.element();
            open.shard().loop().execute(() -> open.close(CloseReason.GOING_AWAY));
            assertThat(socket.closeCode()).isEqualTo(1001);
        }
        await().untilAsserted(() -> assertThat(engine.ends).containsExactly(EngineClose.GOING_AWAY));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void silentWebSocketIsClosedByPingTimeout(int version) {
        TestEngine engine = start(heartbeat(100, 100));
        try (RawWebSocket socket = RawWebSocket.connect(engine.port(), WEBSOCKET.replace("EIO=4", "EIO=" + version))) {
            assertThat(socket.closeCode()).isEqualTo(1008);
        }
        await().untilAsserted(() -> assertThat(engine.ends).containsExactly(EngineClose.PING_TIMEOUT));
    }

    @Test
    void pollingSessionNobodyPollsEndsByPingTimeout() {
        TestEngine engine = start(heartbeat(100, 100));
        engine.open(POLLING, 4);
        engine.open(POLLING, 3);

        await().untilAsserted(() ->
                assertThat(engine.ends).containsExactly(EngineClose.PING_TIMEOUT, EngineClose.PING_TIMEOUT));
    }

    @Test
    void floodOfPongsArmsNoTimersAndKeepsTheConnection() {
        TestEngine engine = start(heartbeat(300, 300));
        try (RawWebSocket socket = RawWebSocket.connect(engine.port(), WEBSOCKET)) {
            socket.text();
            EngineSocket open = engine.sockets.element();
            int before = open.shard().timers().pending();
            for (int i = 0; i < 5_000; i++) {
                socket.send("3");
            }
            socket.send("4done");
            String text = socket.text();
            assertThat(text.equals("2") ? socket.text() : text).isEqualTo("4done");
            assertThat(open.shard().timers().pending()).isLessThanOrEqualTo(before + 1);
        }
    }

    @Test
    void pollingQueueIsBoundedAndItsOwnerIsClosedAsSlow() {
        WebSocketLimits limits = WebSocketLimits.ofMaxMessage(1000);
        TestEngine engine = start(EngineOptions.defaults().withMaxPayload(1000));
        String path = engine.open(POLLING, 4);
        EngineSocket open = engine.sockets.element();
        byte[] message = new byte[100_000];
        open.shard().loop().execute(() -> {
            for (long sent = 0; sent <= limits.maxPending(); sent += message.length) {
                open.sendBinary(message);
            }
        });
        await().untilAsserted(() -> assertThat(engine.ends).containsExactly(EngineClose.SLOW));
        try (RawConnection connection = RawConnection.open(engine.port())) {
            assertThat(connection.get(path).status()).isEqualTo(400);
        }
    }

    @Test
    void answersAreBoundedLikeMessagesAndNothingIsLostBetweenThem() {
        TestEngine engine = start(EngineOptions.defaults().withMaxPayload(1000));
        String path = engine.open(POLLING, 4);
        StringBuilder got = new StringBuilder();
        try (RawConnection connection = RawConnection.open(engine.port())) {
            for (int i = 0; i < 10; i++) {
                connection.post(path, "4" + ("" + i).repeat(400));
            }
            while (got.length() < 4_000) {
                String answer = connection.get(path).text();
                assertThat(answer.length()).isLessThanOrEqualTo(1_010);
                got.append(answer.replace("4", "").replace("\u001e", ""));
                if (answer.contains("44444")) {
                    got.append("4".repeat(400));
                }
            }
            connection.post(path, "1");
        }
        assertThat(got).hasSize(4_000);
    }

    @Test
    void senderOverItsRateIsSlowedDownAndLosesNothing() {
        Rate rate = new Rate(500, 50, 1e9, 1e9);
        TestEngine engine = start(EngineOptions.defaults().withRate(rate));
        try (RawWebSocket socket = RawWebSocket.connect(engine.port(), WEBSOCKET);
                RawWebSocket other = RawWebSocket.connect(engine.port(), WEBSOCKET)) {
            socket.text();
            other.text();
            for (int i = 0; i < 300; i++) {
                socket.send("4m" + i);
            }
            other.send("4hello");
            assertThat(other.text()).isEqualTo("4hello");
            for (int i = 0; i < 300; i++) {
                assertThat(socket.text()).isEqualTo("4m" + i);
            }
        }
        assertThat(engine.bare.meters().throttles()).isPositive();
    }

    @Test
    void postOverTheRateIsAnsweredLate() {
        Rate rate = new Rate(20, 2, 1e9, 1e9);
        TestEngine engine = start(EngineOptions.defaults().withRate(rate));
        String path = engine.open(POLLING, 4);
        try (RawConnection connection = RawConnection.open(engine.port())) {
            assertThat(connection.post(path, "4a\u001e4b\u001e4c\u001e4d").text())
                    .isEqualTo("ok");
            assertThat(engine.bare.meters().throttles()).isEqualTo(1);
            connection.post(path, "1");
        }
    }

    @Test
    void version3IdIsOfNoUseFromAnotherAddress() {
        TestEngine engine = start(EngineOptions.defaults());
        engine.bare.describing(request ->
                HandshakeInfo.of(request).forwarded(String.valueOf(request.getHeader("X-Forwarded-For")), false));
        String path = engine.open(POLLING, 3);
        try (RawConnection connection = RawConnection.open(engine.port())) {
            connection.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 10.0.0.9\r\n\r\n");
            assertThat(connection.answer().text()).contains("\"code\":1");
            assertThat(connection.post(path, "1:1").status()).isEqualTo(200);
        }
    }

    @Test
    void idleConnectionsOfOneAddressAreBounded() {
        EngineOptions defaults = EngineOptions.defaults();
        TestEngine engine = start(new EngineOptions(
                defaults.pingInterval(),
                defaults.pingTimeout(),
                defaults.upgradeTimeout(),
                defaults.maxPayload(),
                defaults.maxPacketsPerPayload(),
                true,
                defaults.rate(),
                new EngineOptions.PerAddress(2, 1),
                defaults.webSocket()));
        String first = engine.open(POLLING, 4);
        try (RawConnection connection = RawConnection.open(engine.port());
                RawWebSocket socket = RawWebSocket.connect(engine.port(), WEBSOCKET)) {
            socket.text();
            assertThat(connection.get("/engine.io/?EIO=4&transport=polling").status())
                    .isEqualTo(403);
            assertThat(connection.get("/engine.io/?EIO=4&transport=polling").text())
                    .isEqualTo("{\"code\":4,\"message\":\"Forbidden\"}");
            assertThat(connection.post(first, "1").status()).isEqualTo(200);
            assertThat(connection.get("/engine.io/?EIO=4&transport=polling").status())
                    .isEqualTo(200);
            engine.sockets.forEach(open -> open.shard().loop().execute(() -> open.close(EngineClose.FORCED_CLOSE)));
        }
    }

    @Test
    void secondProbeGivesTheUpgradeUpAndPollingGoesOn() {
        TestEngine engine = start(EngineOptions.defaults());
        String path = engine.open(POLLING, 4);
        try (RawWebSocket socket =
                        RawWebSocket.connect(engine.port(), path.replace("transport=polling", "transport=websocket"));
                RawConnection poll = RawConnection.open(engine.port())) {
            socket.send("2probe");
            assertThat(socket.text()).isEqualTo("3probe");
            socket.send("2probe");

            assertThat(socket.closeCode()).isEqualTo(1002);
            assertThat(poll.post(path, "4still").status()).isEqualTo(200);
            assertThat(poll.post(path, "1").status()).isEqualTo(200);
        }
    }

    @Test
    void drainEndsBothKindsAndRefusesNewOnes() {
        TestEngine engine = start(EngineOptions.defaults());
        String path = engine.open(POLLING, 4);
        try (RawConnection poll = RawConnection.open(engine.port());
                RawConnection late = RawConnection.open(engine.port());
                RawWebSocket socket = RawWebSocket.connect(engine.port(), WEBSOCKET)) {
            socket.text();
            poll.sendRequest("GET", path, null, new byte[0]);
            engine.bare.drain(Duration.ofMillis(50));
            engine.listener.registry().drain(Duration.ofMillis(50));

            assertThat(socket.closeCode()).isEqualTo(1006);
            // The poll may come in before or after the end of its session.
            assertThat(poll.answer().status()).isIn(200, 400);
            assertThat(late.get("/engine.io/?EIO=4&transport=polling").status()).isEqualTo(403);
        }
        await().untilAsserted(
                        () -> assertThat(engine.ends).containsExactly(EngineClose.GOING_AWAY, EngineClose.GOING_AWAY));
    }

    /** Its client has put polling aside and listens to the WebSocket only when it has switched. */
    @ParameterizedTest
    @CsvSource({"switches, 5, 1006", "gives up, 2probe, 1002"})
    void drainLetsAnUpgradeComeToItsEnd(String end, String packet, int closeCode) {
        TestEngine engine = start(EngineOptions.defaults());
        String path = engine.open(POLLING, 4);
        try (RawWebSocket socket = probing(engine, path)) {
            drainAndWaitForIt(engine);
            assertThat(engine.ends).isEmpty();
            socket.send(packet);

            assertThat(socket.closeCode()).as(end).isEqualTo(closeCode);
        }
        await().untilAsserted(() -> assertThat(engine.ends).containsExactly(EngineClose.GOING_AWAY));
    }

    private static RawWebSocket probing(TestEngine engine, String path) {
        RawWebSocket socket =
                RawWebSocket.connect(engine.port(), path.replace("transport=polling", "transport=websocket"));
        socket.send("2probe");
        assertThat(socket.text()).isEqualTo("3probe");
        return socket;
    }

    private static void drainAndWaitForIt(TestEngine engine) {
        Shard shard = engine.sockets.element().shard();
        engine.bare.drain(Duration.ofMillis(1));
        engine.listener.registry().drain(Duration.ofMillis(1));
        CompletableFuture<Void> over = new CompletableFuture<>();
        shard.loop()
                .execute(() -> shard.timers().schedule(50, () -> over.complete(null))); // behind the drain's own timers
        assertThat(over).succeedsWithin(Duration.ofSeconds(10));
    }
}
