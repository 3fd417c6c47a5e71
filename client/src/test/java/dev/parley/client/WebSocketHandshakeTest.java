package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.PacketType;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WebSocketHandshakeTest {

    private final EventRecorder events = new EventRecorder();

    @AfterEach
    void eventsCameOneByOne() {
        events.requireOrder();
    }

    @Test
    void theRequestIsOneOfEngineIo() throws Exception {
        AtomicReference<String> line = new AtomicReference<>("");
        try (RawServer server = RawServer.playing(peer -> {
                    var request = peer.request();
                    line.set(request.get(0));
                    peer.upgrade(RawServer.Peer.key(request));
                    peer.text("0{}");
                });
                TransportRig rig = open(server.address())) {
            assertThat(events.next().type()).isEqualTo(PacketType.OPEN);
            assertThat(line).hasValue("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1");
            assertThat(rig.timers.waiting()).as("the look for a lost end").isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 301, 400, 401, 403, 404, 500, 501})
    void anotherAnswerMeansThatAnotherTransportMayDo(int status) throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    peer.request();
                    if (status == 401) {
                        peer.write(
                                "HTTP/1.1 401 X\r\nWWW-Authenticate: Basic realm=\"a\"\r\nContent-Length: 0\r\n\r\n");
                    } else if (status == 204) {
                        peer.write("HTTP/1.1 204 X\r\n\r\n");
                    } else {
                        peer.answer(status, "no");
                    }
                });
                TransportRig rig = open(server.address())) {
            TransportEnd end = events.end();
            assertThat(end.unsupported()).isTrue();
            assertThat(end.reason()).isEqualTo("transport error");
            assertThat(end.error()).isInstanceOf(ConnectionException.class);
            assertThat(end.error().code()).isEqualTo("handshake_failed");
            assertThat(end.error())
                    .hasMessageStartingWith("ws://127.0.0.1:" + server.port()
                            + "/socket.io/ answered the WebSocket handshake with " + status)
                    .hasMessageNotContainingAny("secret", "EIO");
            assertThat(rig.timers.waiting()).isZero();
        }
    }

    /** A proxy whose server is being started anew would else put all its clients on polling. */
    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void anAnswerThatMeansLaterIsNoReasonForAnotherTransport(int status) throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    peer.request();
                    peer.answer(status, "no");
                });
                TransportRig rig = open(server.address())) {
            TransportEnd end = events.end();
            assertThat(end.unsupported()).isFalse();
            assertThat(end.reason()).isEqualTo("transport error");
            assertThat(end.error()).isInstanceOf(ConnectionException.class);
            assertThat(end.error().code()).isEqualTo("handshake_failed");
            assertThat(end.error())
                    .hasMessageContaining("answered the WebSocket handshake with " + status)
                    .hasMessageContaining("may be back later");
            assertThat(rig.timers.waiting()).isZero();
        }
    }

    @Test
    void anUpgradeWithAWrongKeyIsNone() throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    peer.request();
                    peer.upgrade("wrong");
                });
                TransportRig rig = open(server.address())) {
            TransportEnd end = events.end();
            assertThat(end.unsupported()).isTrue();
            assertThat(end.error()).hasMessageContaining("with 101, but not as");
            server.awaitEnds(1);
            assertThat(rig.timers.waiting()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SSH-2.0-OpenSSH\r\n", "HTTP/9.9 junk\r\n\r\n", "HTTP/1.1 101"})
    void whatIsNoHttpMeansThatAnotherTransportMayDo(String junk) throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    peer.request();
                    peer.write(junk);
                    peer.shutdown();
                });
                TransportRig rig = open(server.address())) {
            TransportEnd end = events.end();
            assertThat(end.unsupported()).isTrue();
            assertThat(end.error().code()).isEqualTo("handshake_failed");
            assertThat(end.error()).hasMessageContaining("no answer that is HTTP");
            assertThat(rig.timers.waiting()).isZero();
        }
    }

    @Test
    void aClosedPortIsNotReached() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertNotReached("http://user:secret@127.0.0.1:" + port, "Cannot connect to ws://127.0.0.1:" + port);
    }

    @Test
    void anUnknownHostIsSaidToBeUnknown() {
        assertNotReached("http://no-such-host.invalid", "the host is not known");
    }

    @Test
    void tlsWithAPortThatSpeaksNone() throws Exception {
        try (RawServer server = RawServer.playing(peer -> peer.write("HTTP/1.1 400 X\r\nContent-Length: 0\r\n\r\n"))) {
            assertNotReached("https://127.0.0.1:" + server.port(), "Check that the port speaks TLS");
        }
    }

    private void assertNotReached(String base, String message) {
        Address address = new Address(URI.create(base), Dialect.ALTOGIC, null, null);
        try (TransportRig rig = open(address)) {
            TransportEnd end = events.end();
            assertThat(end.unsupported()).isFalse();
            assertThat(end.reason()).isEqualTo("transport error");
            assertThat(end.error().code()).isEqualTo("connect_failed");
            assertThat(end.error()).hasMessageContaining(message).hasMessageNotContainingAny("secret", "EIO");
            assertThat(rig.timers.waiting()).isZero();
        }
    }

    @Test
    void noAnswerIsATimeout() throws Exception {
        try (RawServer server = RawServer.playing(RawServer.Peer::request);
                TransportRig rig = new TransportRig(
                                TransportKind.WEBSOCKET, server.address(), events, Duration.ofMillis(200), 1)
                        .open()) {
            TransportEnd end = events.end();
            assertThat(end.unsupported()).isFalse();
            assertThat(end.error().code()).isEqualTo("timeout");
            assertThat(end.error()).hasMessageContaining("200 ms");
            server.awaitEnds(1);
            assertThat(rig.timers.waiting()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHandshakeUnderWayIsDropped(boolean orderly) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (RawServer server = RawServer.playing(peer -> {
                    peer.request();
                    asked.countDown();
                });
                TransportRig rig = open(server.address())) {
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            if (orderly) {
                rig.shut();
            } else {
                rig.abort();
            }
            server.awaitEnds(1);
            assertThat(events.hasEnded()).isFalse();
            assertThat(rig.timers.waiting()).isZero();
        }
    }

    @Test
    void anAnswerWithoutEndIsDropped() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (RawServer server = RawServer.playing(peer -> {
                    peer.request();
                    peer.write("HTTP/1.1 404 X\r\nContent-Length: 1000000000\r\n\r\n");
                    while (true) {
                        peer.write("x".repeat(1_000));
                        begun.countDown();
                    }
                });
                TransportRig rig = open(server.address())) {
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            rig.abort();
            server.awaitEnds(1);
            assertThat(rig.timers.waiting()).isZero();
        }
    }

    @Test
    void aSocketThatArrivesWhileItIsDroppedIsNotLost() throws Exception {
        int rounds = 300;
        CountDownLatch answered = new CountDownLatch(rounds);
        try (RawServer server = RawServer.playing(peer -> {
            peer.open();
            answered.countDown();
        })) {
            for (int i = 0; i < rounds; i++) {
                long before = answered.getCount();
                TransportRig rig = open(server.address());
                while (i % 2 == 0 && answered.getCount() == before) {
                    Thread.onSpinWait(); // until just after the answer
                }
                for (int spin = 0; spin < i * 20; spin++) {
                    Thread.onSpinWait();
                }
                rig.abort();
                if (i % 2 == 0) {
                    server.awaitEnds(1);
                }
            }
            assertThat(events.hasEnded()).isFalse();
        }
    }

    private TransportRig open(Address address) {
        return new TransportRig(TransportKind.WEBSOCKET, address, events).open();
    }
}
