package dev.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.CloseReason;
import dev.parley.testkit.RawConnection;
import dev.parley.testkit.RawWebSocket;
import dev.parley.testkit.TestCertificate;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From an HTTP request to a WebSocket, on its own loop and on another one. */
class TakeoverTest {

    private static final int LOOPS = 4;
    private static final SSLContext TRUSTING = TestCertificate.trustAll();

    @TempDir
    Path folder = Path.of("");

    private TestServer server = TestServer.start(ListenerOptions.loopback(0, LOOPS), WebSocketLimits.defaults());

    @AfterEach
    void close() {
        server.close();
    }

    private void useTls() {
        server.close();
        server = TestServer.start(
                ListenerOptions.loopback(0, LOOPS).withTls(TestServer.certificate(folder, "one")),
                WebSocketLimits.defaults());
    }

    private RawConnection open(boolean tls) {
        return tls ? RawConnection.openTls(server.port(), TRUSTING) : RawConnection.open(server.port());
    }

    private static byte[] text(String text) {
        return RawWebSocket.frame(RawWebSocket.TEXT, true, text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"false, /ws", "true, /ws", "false, /ws/0", "true, /ws/0", "false, /ws/3", "true, /ws/3"})
    void framesInTheSegmentOfTheUpgradeAreServed(boolean tls, String path) {
        if (tls) {
            useTls();
        }
        for (int i = 0; i < 20; i++) {
            ByteArrayOutputStream segment = new ByteArrayOutputStream();
            segment.writeBytes(RawWebSocket.upgradeRequest(path, null).getBytes(StandardCharsets.US_ASCII));
            segment.writeBytes(text("one"));
            segment.writeBytes(text("two"));
            byte[] three = text("three");
            segment.write(three, 0, 3);
            try (RawConnection connection = open(tls)) {
                connection.send(segment.toByteArray());
                assertThat(connection.answer().status()).isEqualTo(101);
                RawWebSocket socket = new RawWebSocket(connection);
                assertThat(socket.text()).isEqualTo("one");
                connection.send(java.util.Arrays.copyOfRange(three, 3, three.length));
                assertThat(socket.text()).isEqualTo("two");
                assertThat(socket.text()).isEqualTo("three");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"false, /ws", "true, /ws", "false, /ws/1", "true, /ws/1"})
    void answersToRequestsBeforeTheHandshakeComeFirst(boolean tls, String path) {
        if (tls) {
            useTls();
        }
        for (int i = 0; i < 10; i++) {
            try (RawConnection connection = open(tls)) {
                connection.send("GET / HTTP/1.1\r\nHost: here\r\n\r\n" + RawWebSocket.upgradeRequest(path, null));
                assertThat(connection.answer().status()).isEqualTo(200);
                assertThat(connection.answer().status()).isEqualTo(101);
                RawWebSocket socket = new RawWebSocket(connection);
                socket.send("after");
                assertThat(socket.text()).isEqualTo("after");
            }
        }
    }

    @Test
    void headersSetBeforehandArePartOfTheAnswer() {
        try (RawConnection connection = open(false)) {
            connection.send(RawWebSocket.upgradeRequest("/ws", null));
            assertThat(connection.answer().header("x-loop")).isNotNull();
        }
    }

    @Test
    void loopsAcceptByThemselves() {
        try (RawConnection connection = open(false)) {
            assertThat(connection.get("/").status()).isEqualTo(200);
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .filteredOn(name -> name.startsWith("vert.x"))
                .allMatch(name -> name.startsWith("vert.x-eventloop"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void connectionRunsOnTheShardItWasGivenTo(boolean tls) {
        if (tls) {
            useTls();
        }
        for (int i = 0; i < 5 * LOOPS; i++) {
            try (RawWebSocket socket = RawWebSocket.handshake(open(tls), "/ws/" + i % LOOPS)) {
                socket.send("shard");
                assertThat(socket.text()).isEqualTo("" + i % LOOPS);
            }
        }
        await().untilAsserted(() -> assertThat(server.registry().size()).isZero());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsLostDoubledOrReorderedWhileChannelsMove(boolean tls) {
        if (tls) {
            useTls();
        }
        List<RawWebSocket> sockets = new ArrayList<>();
        int messages = 50;
        for (int i = 0; i < 40; i++) {
            RawConnection connection = open(tls);
            ByteArrayOutputStream first = new ByteArrayOutputStream();
            first.writeBytes(
                    RawWebSocket.upgradeRequest("/ws/" + i % LOOPS, null).getBytes(StandardCharsets.US_ASCII));
            for (int k = 0; k < messages; k++) {
                first.writeBytes(text("m" + k));
            }
            // Written in three pieces, so that bytes arrive before, during and after the move.
            byte[] all = first.toByteArray();
            connection.send(java.util.Arrays.copyOfRange(all, 0, all.length / 3));
            connection.send(java.util.Arrays.copyOfRange(all, all.length / 3, 2 * all.length / 3));
            connection.send(java.util.Arrays.copyOfRange(all, 2 * all.length / 3, all.length));
            sockets.add(new RawWebSocket(connection));
        }
        for (RawWebSocket socket : sockets) {
            assertThat(socket.connection().answer().status()).isEqualTo(101);
            for (int k = 0; k < messages; k++) {
                assertThat(socket.text()).isEqualTo("m" + k);
            }
            socket.close();
        }
    }

    @Test
    void keptAliveConnectionCanBecomeAWebSocket() {
        try (RawConnection connection = open(false)) {
            assertThat(connection.get("/").status()).isEqualTo(200);
            assertThat(connection.post("/body", "abc").text()).isEqualTo("3");
            try (RawWebSocket socket = RawWebSocket.handshake(connection, "/ws/1")) {
                socket.send("on");
                assertThat(socket.text()).isEqualTo("on");
            }
        }
    }

    @Test
    void countersReturnToZeroHoweverConnectionsEnd() {
        List<RawWebSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            RawWebSocket socket = RawWebSocket.connect(server.port(), "/ws/" + i % LOOPS);
            socket.send("on");
            assertThat(socket.text()).isEqualTo("on");
            sockets.add(socket);
        }
        assertThat(server.registry().size()).isEqualTo(12);
        for (int i = 0; i < 4; i++) {
            sockets.get(i).close(); // FIN
            sockets.get(4 + i).connection().reset(); // RST
        }
        await().untilAsserted(() -> assertThat(server.registry().size()).isEqualTo(4));
        server.registry().drain(Duration.ofMillis(50));
        for (RawWebSocket socket : sockets.subList(8, 12)) {
            assertThat(socket.closeCode()).isEqualTo(1001);
            socket.close();
        }
        await().untilAsserted(() -> assertThat(server.registry().size()).isZero());
        await().untilAsserted(() -> assertThat(server.ends).hasSize(12));
        assertThat(server.registry().closes(CloseReason.SLOW)).isZero();
    }

    @Test
    void peerThatIsGoneBeforeItsChannelHasMovedLeavesNothingBehind() {
        for (int i = 0; i < 100; i++) {
            RawConnection connection = open(false);
            connection.send(RawWebSocket.upgradeRequest("/ws/" + i % LOOPS, null));
            connection.reset();
        }
        await().untilAsserted(() -> assertThat(server.registry().size()).isZero());
        await().untilAsserted(() -> assertThat(server.ends).hasSameSizeAs(server.connections));
    }

    @Test
    void openWebSocketsKeepNoHttpObjectsAlive() throws JMException {
        List<RawWebSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 2_000; i++) {
                sockets.add(RawWebSocket.connect(server.port(), "/ws/" + i % LOOPS));
            }
            assertThat(instances("dev.parley.transport.WebSocketConnection")).isEqualTo(2_000);
            // One per loop may linger in a thread-local or as a last reference.
            for (String type : List.of(
                    "io.vertx.core.http.impl.http1.Http1ServerConnection",
                    "io.vertx.core.http.impl.http1.Http1ServerRequest",
                    "io.vertx.core.http.impl.http1.Http1ServerResponse",
                    "io.vertx.core.http.impl.http1.VertxHttpRequestDecoder",
                    "io.vertx.core.http.impl.http1.VertxHttpResponseEncoder",
                    "io.vertx.core.http.impl.http1.VertxAssembledHttpRequest",
                    "io.vertx.core.net.impl.VertxHandler",
                    "io.vertx.core.net.impl.tcp.NetSocketImpl",
                    "io.netty.handler.timeout.IdleStateHandler",
                    "io.netty.handler.codec.http.DefaultHttpRequest",
                    "dev.parley.transport.EarlyBytes",
                    "dev.parley.transport.HttpDeadlines")) {
                assertThat(instances(type)).as(type).isLessThan(2 * LOOPS);
            }
        } finally {
            sockets.forEach(RawWebSocket::close);
        }
    }

    /** Live objects of exactly this class, after a full collection. */
    private static long instances(String type) throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length >= 4 && columns[3].equals(type))
                .mapToLong(columns -> Long.parseLong(columns[1]))
                .sum();
    }
}
