package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.PacketType;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class PollingFaultsTest {

    private static final String OPEN = "0{\"sid\":\"s\",\"upgrades\":[],\"pingInterval\":300,\"pingTimeout\":200}";

    private final EventRecorder events = new EventRecorder();

    @AfterEach
    void eventsCameOneByOne() {
        events.requireOrder();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404})
    void anAnswerWithoutEndIsCut(int status) throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    peer.request();
                    peer.write("HTTP/1.1 " + status + " X\r\nContent-Length: 1000000000\r\n\r\n");
                    while (true) { // until the client has gone
                        peer.write("x".repeat(10_000));
                    }
                });
                TransportRig rig = open(server, 1)) {
            TransportEnd end = events.end();
            assertThat(end.error().code()).isEqualTo(status == 200 ? "too_big" : "http_error");
            assertThat(end.error().getMessage()).hasSizeLessThan(400);
            server.awaitEnds(1);
            assertThat(rig.timers.waiting()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 X\r\n", "HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\n0"})
    void anAnswerThatDoesNotComeWholeIsATimeout(String begin) throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    peer.request();
                    peer.write(begin);
                });
                TransportRig rig = open(server, 50)) {
            TransportEnd end = events.end();
            assertThat(end.error().code()).isEqualTo("timeout");
            assertThat(end.unsupported()).isFalse();
            server.awaitEnds(1);
            assertThat(rig.timers.waiting()).isZero();
        }
    }

    @Test
    void aPollThatIsNeverAnsweredEndsAfterTheHeartbeatsTime() throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    peer.request();
                    peer.answer(200, OPEN);
                    peer.request();
                });
                TransportRig rig = open(server, 50)) {
            assertThat(events.next().type()).isEqualTo(PacketType.OPEN);
            TransportEnd end = events.end();
            assertThat(end.reason()).isEqualTo("transport error");
            assertThat(end.error()).hasMessageContaining("within 5500 ms");
            server.awaitEnds(1);
            assertThat(rig.timers.waiting()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH\r\n", "HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\n0"})
    void aHandshakeThatIsNoHttpMeansThatAnotherTransportMayDo(String junk) throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    peer.request();
                    peer.write(junk);
                    peer.shutdown();
                });
                TransportRig rig = open(server, 1)) {
            TransportEnd end = events.end();
            assertThat(end.unsupported()).isTrue();
            assertThat(end.error().code()).isEqualTo("handshake_failed");
            assertThat(rig.timers.waiting()).isZero();
        }
    }

    @Test
    void aClosedPortIsNotReached() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Address address = new Address(URI.create("http://127.0.0.1:" + port), Dialect.ALTOGIC, null, null);
        try (TransportRig rig = new TransportRig(TransportKind.POLLING, address, events).open()) {
            assertThat(events.end().error().code()).isEqualTo("connect_failed");
            assertThat(events.end().unsupported()).isFalse();
            assertThat(rig.timers.waiting()).isZero();
        }
    }

    @Test
    void aConnectionLostLaterIsAnError() throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    if (!peer.request().get(0).contains("sid=")) {
                        peer.answer(200, OPEN);
                        peer.request();
                    }
                    peer.reset(); // the JDK tries a GET once more on a connection of its own
                });
                TransportRig rig = open(server, 1)) {
            events.next();
            TransportEnd end = events.end();
            assertThat(end.reason()).isEqualTo("transport error");
            assertThat(end.unsupported()).isFalse();
            assertThat(end.error().code()).isEqualTo("transport_error");
            assertThat(rig.timers.waiting()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"handshake", "poll", "post"})
    void abortDropsWhatIsUnderWay(String when) throws Exception {
        CountDownLatch asked = new CountDownLatch(when.equals("handshake") ? 1 : when.equals("poll") ? 2 : 3);
        try (RawServer server = RawServer.playing(peer -> {
                    while (true) {
                        List<String> request = peer.request();
                        asked.countDown();
                        if (!when.equals("handshake") && !request.get(0).contains("sid=")) {
                            peer.answer(200, OPEN);
                        }
                    }
                });
                TransportRig rig = open(server, 1)) {
            if (when.equals("post")) {
                events.next();
                rig.sending(List.of(EnginePacket.empty(PacketType.PONG)));
            }
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            rig.abort();
            server.awaitEnds(when.equals("post") ? 2 : 1);
            assertThat(events.hasEnded()).isFalse();
            assertThat(rig.timers.waiting()).isZero();
        }
    }

    @Test
    void aServerThatIgnoresTheGoodbyeIsDropped() throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    while (true) {
                        if (!peer.request().get(0).contains("sid=")) {
                            peer.answer(200, OPEN);
                        }
                    }
                });
                TransportRig rig = open(server, 20)) {
            events.next();
            CompletableFuture<Boolean> stuck = rig.sending(List.of(EnginePacket.empty(PacketType.PONG)));
            rig.shut();
            server.awaitEnds(2);
            await().until(stuck::isCompletedExceptionally);
            await().until(() -> rig.timers.waiting() == 0);
            assertThat(events.hasEnded()).isFalse();
        }
    }

    private TransportRig open(RawServer server, int speed) {
        return new TransportRig(TransportKind.POLLING, server.address(), events, Duration.ofSeconds(10), speed).open();
    }
}
