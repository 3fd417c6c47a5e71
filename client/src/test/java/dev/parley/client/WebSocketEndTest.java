package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.PacketType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class WebSocketEndTest {

    private static final int FAST = 20;

    private final EventRecorder events = new EventRecorder();

    @AfterEach
    void eventsCameOneByOne() {
        events.requireOrder();
    }

    @ParameterizedTest
    @CsvSource({
        "1000, transport_error, code 1000",
        "1001, transport_error, code 1001",
        "1002, closed_by_server, dialect",
        "1008, closed_by_server, 'a limit or a rule'",
        "1009, closed_by_server, 'larger than it takes'",
        "1011, closed_by_server, 'on its side'",
        "4000, closed_by_server, 'code 4000, saying: be gone.'",
    })
    void aCloseOfTheServerIsToldWithItsCode(int code, String word, String message) throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    peer.open();
                    peer.close(code, "be\ngone");
                    assertThat(peer.frame().opcode())
                            .as("the close is answered")
                            .isEqualTo(8);
                    peer.shutdown();
                });
                TransportRig rig = open(server, FAST)) {
            TransportEnd end = events.end();
            assertThat(end.reason()).isEqualTo("transport close");
            assertThat(end.unsupported()).isFalse();
            assertThat(end.error().code()).isEqualTo(word);
            assertThat(end.error()).hasMessageContaining(message).hasMessageContaining("be gone");
            await().until(() -> rig.timers.waiting() == 0);
        }
    }

    @Test
    void aCloseWithoutCodeIsOrdinary() throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    peer.open();
                    peer.frame(8, true, new byte[0]);
                });
                TransportRig rig = open(server, 1)) {
            assertThat(events.end().reason()).isEqualTo("transport close");
            assertThat(events.end().error().code()).isEqualTo("transport_error");
            assertThat(rig.timers.waiting()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aConnectionThatEndsWithoutCloseIsClosed() throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    peer.open();
                    peer.frame(); // the JDK can miss an end that comes together with a message
                    peer.shutdown();
                });
                TransportRig rig = open(server, FAST)) {
            events.next();
            rig.send("x");
            assertThat(events.end().reason())
                    .as("what reading or what writing finds")
                    .isIn("transport close", "transport error");
            await().until(() -> rig.timers.waiting() == 0);
        }
    }

    /** The JDK loses some of these ends, so there are many. */
    @Test
    void anEndThatComesTogetherWithAMessageIsFound() throws Exception {
        for (int i = 0; i < 40; i++) {
            EventRecorder own = new EventRecorder();
            try (RawServer server = RawServer.playing(peer -> {
                        peer.open();
                        peer.text("2");
                        peer.shutdown();
                    });
                    TransportRig rig = open(server, own)) {
                assertThat(own.end().error().code()).isEqualTo("transport_error");
                await().until(() -> rig.timers.waiting() == 0);
            }
        }
    }

    @Test
    void aResetIsAnError() throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    peer.open();
                    peer.frame();
                    peer.reset();
                });
                TransportRig rig = open(server, FAST)) {
            events.next();
            rig.send("x");
            assertThat(events.end().reason()).isEqualTo("transport error");
            assertThat(events.end().error().code()).isEqualTo("transport_error");
            await().until(() -> rig.timers.waiting() == 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"'81 01 ff'", "'83 00'", "'c1 00'", "'81 80 00 00 00 00'"})
    void framesThatBreakTheProtocolAreAnError(String bytes) throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    peer.open();
                    peer.write(java.util.HexFormat.ofDelimiter(" ").parseHex(bytes));
                });
                TransportRig rig = open(server, FAST)) {
            assertThat(events.end().reason()).isEqualTo("transport error");
            server.awaitEnds(1);
            await().until(() -> rig.timers.waiting() == 0);
        }
    }

    @Test
    void sendingOnABrokenConnectionFailsAndIsTheEnd() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        try (RawServer server = RawServer.playing(peer -> {
                    peer.open();
                    peer.frame();
                    peer.reset();
                    read.countDown();
                });
                TransportRig rig = open(server, FAST)) {
            events.next();
            rig.pause(); // so that only sending can notice
            rig.send("x");
            assertThat(read.await(10, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            rig.send("x".repeat(100_000));
                        }
                    })
                    .isNotNull();
            assertThat(events.end().reason()).isEqualTo("transport error");
            await().until(() -> rig.timers.waiting() == 0);
        }
    }

    @Test
    void closeComesAfterWhatWasSent() throws Exception {
        BlockingQueue<RawServer.Frame> got = new LinkedBlockingQueue<>();
        try (RawServer server = RawServer.playing(peer -> {
                    peer.open();
                    RawServer.Frame frame = peer.frame();
                    while (frame.opcode() != 8) {
                        got.add(frame);
                        frame = peer.frame();
                    }
                    got.add(frame);
                    peer.text("4late");
                    peer.close(1000, "");
                });
                TransportRig rig = open(server, 1)) {
            events.next();
            List<EnginePacket> many =
                    Collections.nCopies(500, EnginePacket.text(PacketType.MESSAGE, "x".repeat(10_000)));
            CompletableFuture<Boolean> sent = rig.sending(many);
            rig.shut();
            server.awaitEnds(1);
            assertThat(sent).isCompleted();
            assertThat(got).hasSize(501);
            assertThat(events.packets).as("nothing is told after close").isEmpty();
            assertThat(events.hasEnded()).isFalse();
            await().until(() -> rig.timers.waiting() == 0);
        }
    }

    @Test
    void aPeerThatDoesNotAnswerACloseIsDropped() throws Exception {
        try (RawServer server = RawServer.playing(RawServer.Peer::open);
                TransportRig rig = open(server, FAST)) {
            events.next();
            rig.shut();
            server.awaitEnds(1);
            await().until(() -> rig.timers.waiting() == 0);
            assertThat(events.hasEnded()).isFalse();
        }
    }

    @Test
    void aPeerThatNeitherReadsNorAnswersIsDropped() throws Exception {
        CountDownLatch dropped = new CountDownLatch(1);
        try (RawServer server = RawServer.playing(peer -> {
                    peer.open();
                    try {
                        dropped.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
                TransportRig rig = open(server, FAST)) {
            events.next();
            CompletableFuture<Boolean> stuck =
                    rig.sending(Collections.nCopies(1_000, EnginePacket.text(PacketType.MESSAGE, "x".repeat(100_000))));
            rig.shut();
            await().atMost(Duration.ofSeconds(10)).until(stuck::isCompletedExceptionally);
            dropped.countDown();
            server.awaitEnds(1);
            await().until(() -> rig.timers.waiting() == 0);
            assertThat(events.hasEnded()).isFalse();
        }
    }

    @Test
    void afterAbortNothingIsToldAndNothingIsLeft() throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    peer.open();
                    while (true) {
                        peer.text("4x");
                    }
                });
                TransportRig rig = open(server, 1)) {
            events.next();
            rig.abort();
            rig.shut();
            rig.abort();
            server.awaitEnds(1);
            int told = events.packets.size();
            await().during(Duration.ofMillis(50)).until(() -> events.packets.size() == told);
            assertThat(events.hasEnded()).isFalse();
            assertThat(rig.timers.waiting()).isZero();
        }
    }

    private static TransportRig open(RawServer server, EventRecorder own) {
        return new TransportRig(TransportKind.WEBSOCKET, server.address(), own, Duration.ofSeconds(10), FAST).open();
    }

    private TransportRig open(RawServer server, int speed) {
        return new TransportRig(TransportKind.WEBSOCKET, server.address(), events, Duration.ofSeconds(10), speed)
                .open();
    }
}
