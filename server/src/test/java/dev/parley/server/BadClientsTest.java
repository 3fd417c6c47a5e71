package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testkit.RawConnection;
import dev.parley.testkit.RawWebSocket;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that break every rule: each loses its own connection at most, and nothing of them stays. */
class BadClientsTest {

    private static final String AUTH = "{\"envId\":\"env1\",\"clientKey\":\"ck-1\",\"echoMessages\":true}";
    private static final int CLIENTS = 1_000;
    private static final long MEGABYTE = 1 << 20;

    private RunningServer server;
    private RawWebSocket observer;

    @BeforeEach
    void start() {
        server = RunningServer.of(RunningServer.TWO_APPS + """
                socketio: { connectTimeout: 1s, pingInterval: 1s, pingTimeout: 2s }
                limits: { headerTimeout: 1s, bodyTimeout: 1s }
                """);
        observer = member(server.port());
        observer.send("42[\"join\",{\"channel\":\"room\"}]");
        next(observer, "channel:join");
    }

    @AfterEach
    void stop() {
        observer.close();
        server.close();
    }

    /** What a bad client does, given the server's port and a source of chance. */
    private static final List<BiConsumer<Integer, Random>> MISDEEDS = List.of(
            // Before and around HTTP.
            (port, random) -> RawConnection.open(port).reset(),
            (port, random) -> leaveOpen(RawConnection.open(port), "GET /socket.io/?EIO=4&tr"),
            (port, random) -> leaveOpen(RawConnection.open(port), "\0\1\2\3 not HTTP\r\n\r\n"),
            (port, random) ->
                    leaveOpen(RawConnection.open(port), "GET / HTTP/1.1\r\nX-Big: " + "x".repeat(20_000) + "\r\n\r\n"),
            (port, random) -> leaveOpen(
                    RawConnection.open(port),
                    "POST /_api/rest/v1/realtime/get-members HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                            + "X-Client-Key: ck-1\r\nContent-Length: 1000\r\n\r\n{\"chan"),
            // Polling.
            (port, random) -> handshakeOnly(port),
            (port, random) -> leaveOpen(
                    RawConnection.open(port),
                    "GET /socket.io/?EIO=4&transport=polling&sid=AAAAAAAAAAAAAAAAAAAA HTTP/1.1\r\nHost: a\r\n\r\n"),
            (port, random) -> leaveOpen(
                    RawConnection.open(port),
                    "POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n40{"),
            // WebSockets.
            (port, random) -> webSocket(port, RawWebSocket.frame(1, true, new byte[] {'4', (byte) 0xC0, (byte) 0xAF})),
            (port, random) -> webSocket(port, new byte[] {(byte) 0x81, 3, '4', '0', '{'}),
            (port, random) -> webSocket(port, new byte[] {(byte) 0xF1, (byte) 0x80, 0, 0, 0, 0}),
            (port, random) -> webSocket(port, RawWebSocket.frame(2, true, new byte[1_000_001])),
            (port, random) -> webSocket(port, RawWebSocket.frame(1, false, new byte[500_000])),
            (port, random) -> opened(port).connection().reset(),
            // Socket.IO.
            (port, random) -> packet(port, "42[\"join\",{\"channel\":\"x\"}]"),
            (port, random) -> packet(port, "40" + AUTH + "x"),
            (port, random) -> packet(port, "4\0"),
            (port, random) -> entered(port, "40" + AUTH),
            (port, random) -> entered(port, "42[\"connect\"]"),
            (port, random) -> entered(port, "42[\"message\"," + "[".repeat(100) + "]".repeat(100) + "]"),
            (port, random) -> entered(port, "450-[\"message\",{}]"),
            (port, random) -> entered(port, "4511-[\"message\",{}]"),
            (port, random) -> entered(port, "451-[\"message\",{\"_placeholder\":true,\"num\":7}]"),
            (port, random) -> entered(port, "42[\"join\",null]"),
            (port, random) -> entered(port, "42[\"leave\"]"),
            (port, random) -> entered(port, "42[\"message\",{\"eventName\":null}]"),
            (port, random) -> joinsMany(port, random),
            (port, random) -> entersManyNamespaces(port));

    @Test
    void nothingOfAThousandBadClientsStays() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        misbehave(random, CLIENTS / 5); // what the JVM loads once is not theirs
        settle();
        long heap = heap();
        long direct = direct();

        misbehave(random, CLIENTS);
        settle();

        assertThat(heap() - heap).as("heap").isLessThan(8 * MEGABYTE);
        assertThat(direct() - direct).as("direct memory").isLessThan(8 * MEGABYTE);
        assertThat(server.meter("parley_hub_channels")).isEqualTo(1);
        assertThat(server.meter("parley_hub_faults_total")).isZero();
        assertThat(server.meter("parley_engine_refused_total")).isPositive();
        assertThat(server.meter("parley_connections_slow_total")).isPositive();
        // The observer sat in a channel all the while and still gets what is said there.
        observer.send("42[\"message\",{\"channel\":\"room\",\"eventName\":\"still\",\"message\":1}]");
        assertThat(next(observer, "still")).isEqualTo("42[\"still\",{\"channel\":\"room\",\"message\":1}]");
    }

    @Test
    void floodingPublisherIsSlowedDownAndLosesNothing() {
        server.close();
        server = RunningServer.of(RunningServer.TWO_APPS + """
                limits: { publishRate: { events: 2000, eventBurst: 100 } }
                """);
        observer = member(server.port());
        observer.send("42[\"join\",{\"channel\":\"room\"}]");
        next(observer, "channel:join");
        int messages = 3_000;
        CountDownLatch seen = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            try (RawWebSocket publisher = member(server.port())) {
                for (int i = 0; i < messages; i++) {
                    publisher.send("42[\"message\",{\"channel\":\"room\",\"eventName\":\"n\",\"message\":" + i + "}]");
                }
                publisher.send("42[\"message\",{\"channel\":\"room\",\"eventName\":\"end\"}]");
                seen.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        for (int i = 0; i < messages; i++) {
            String expected = "42[\"n\",{\"channel\":\"room\",\"message\":" + i + "}]";
            assertThat(next(observer, "")).isEqualTo(expected);
        }
        assertThat(next(observer, "")).isEqualTo("42[\"end\",{\"channel\":\"room\"}]");
        seen.countDown();
        assertThat(server.meter("parley_engine_throttled_total")).isPositive();
    }

    @Test
    void enteringAgainDoesNotGiveANewBurst() {
        server.close();
        server = RunningServer.of(RunningServer.TWO_APPS + """
                limits: { publishRate: { events: 1, eventBurst: 20 } }
                """);
        try (RawWebSocket client = member(server.port())) {
            for (int round = 0; round < 4; round++) {
                for (int i = 0; i < 8; i++) {
                    client.send("42[\"nothing\"]");
                }
                client.send("41");
                client.send("40" + AUTH);
            }
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(server.meter("parley_engine_throttled_total"))
                            .isPositive());
        }
        observer = member(server.port());
    }

    @Test
    void framesBehindTheHandshakeDoNotSwitchTheBrakesOff() {
        server.close();
        server = RunningServer.of(RunningServer.TWO_APPS + """
                limits: { publishRate: { events: 1, eventBurst: 5 } }
                """);
        try (RawConnection client = RawConnection.open(server.port())) {
            ByteArrayOutputStream segment = new ByteArrayOutputStream();
            segment.writeBytes(RawWebSocket.upgradeRequest("/socket.io/?EIO=4&transport=websocket", null)
                    .getBytes(StandardCharsets.ISO_8859_1));
            segment.writeBytes(RawWebSocket.frame(1, true, ("40" + AUTH).getBytes(StandardCharsets.UTF_8)));
            byte[] event = RawWebSocket.frame(1, true, "42[\"nothing\"]".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 12; i++) {
                segment.writeBytes(event);
            }
            client.send(segment.toByteArray());
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(server.meter("parley_engine_throttled_total"))
                            .isPositive());
            for (int i = 0; i < 500; i++) {
                client.trySend(event);
            }
            observer = member(server.port());
            for (int i = 0; i < 3; i++) {
                observer.send("421[\"members\",{\"channel\":\"room\"}]");
                next(observer, "431[");
            }

            assertThat(server.meter("parley_messages_in_total")).isLessThan(100);
        }
    }

    @Test
    void membersCallsComeAfterWhatWasSentBeforeThemAndMoreThanAFewAreRefused() {
        int calls = 100;
        for (int i = 0; i < 20; i++) {
            observer.send("42[\"join\",{\"channel\":\"c" + i + "\",\"echo\":false}]");
            observer.send("42" + i + "[\"members\",{\"channel\":\"c" + i + "\"}]");
        }
        for (int i = 0; i < 20; i++) {
            assertThat(next(observer, "43" + i + "[")).contains("\"id\":");
        }
        for (int i = 0; i < calls; i++) {
            observer.send("421" + "[\"members\",{\"channel\":\"room\"}]");
        }
        int refused = 0;
        for (int i = 0; i < calls; i++) {
            refused += next(observer, "431[").contains("too_many_requests") ? 1 : 0;
        }
        // One is under way and 32 wait, however slow the server is.
        assertThat(refused).isLessThanOrEqualTo(calls - 33);
    }

    private void misbehave(Random random, int clients) {
        for (int i = 0; i < clients; i++) {
            MISDEEDS.get(i % MISDEEDS.size()).accept(server.port(), random);
            answerPings();
        }
    }

    /**
     * Waits until the bad clients are gone; their deadlines are short. One that was answered may keep its connection for the next
     * request longer than a test waits, but nobody holds it any more, and a collection ends it.
     */
    private void settle() {
        awaitAsserted(() -> {
            assertThat(server.server().connections()).isEqualTo(1);
            assertThat(server.meter("parley_websockets")).isEqualTo(1);
            assertThat(server.meter("parley_hub_subscribers")).isEqualTo(1);
        });
        System.gc();
        awaitAsserted(() -> assertThat(server.meter("parley_connections")).isLessThanOrEqualTo(1));
    }

    private void awaitAsserted(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    answerPings();
                    assertion.run();
                });
    }

    /** An Engine.IO 4 WebSocket, past its OPEN packet. */
    private static RawWebSocket opened(int port) {
        RawWebSocket socket = RawWebSocket.connect(port, "/socket.io/?EIO=4&transport=websocket");
        socket.text();
        return socket;
    }

    /** A socket in the root namespace of an app. */
    private static RawWebSocket member(int port) {
        RawWebSocket socket = opened(port);
        socket.send("40" + AUTH);
        socket.text();
        return socket;
    }

    /** The next text that contains {@code part}, pings aside. */
    private static String next(RawWebSocket socket, String part) {
        while (true) {
            String text = socket.text();
            if (text.equals("2")) {
                socket.send("3");
            } else if (text.contains(part)) {
                return text;
            }
        }
    }

    private void answerPings() {
        try {
            while (observer.connection().socket().getInputStream().available() > 0) {
                if (observer.text().equals("2")) {
                    observer.send("3");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long direct() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    private static void leaveOpen(RawConnection client, String bytes) {
        client.trySend(bytes.getBytes(StandardCharsets.ISO_8859_1)); // and neither reads nor closes
    }

    private static void handshakeOnly(int port) {
        RawConnection.open(port).get("/socket.io/?EIO=4&transport=polling");
    }

    private static void webSocket(int port, byte[] bytes) {
        opened(port).connection().trySend(bytes);
    }

    private static void packet(int port, String text) {
        opened(port).connection().trySend(RawWebSocket.frame(1, true, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void entered(int port, String text) {
        member(port).connection().trySend(RawWebSocket.frame(1, true, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void joinsMany(int port, Random random) {
        RawWebSocket client = member(port);
        for (int i = 0; i < 50; i++) {
            client.send("42[\"join\",{\"channel\":\"c" + random.nextInt() + "\"}]");
        }
        client.connection().reset();
    }

    private static void entersManyNamespaces(int port) {
        RawWebSocket client = member(port);
        for (int i = 0; i < 100; i++) {
            client.connection().trySend(RawWebSocket.frame(1, true, ("40/n" + i).getBytes(StandardCharsets.UTF_8)));
        }
    }
}
