package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.PacketType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WebSocketMessagesTest {

    private static final String SMILE = "\uD83D\uDE00";

    private final EventRecorder events = new EventRecorder();

    @AfterEach
    void eventsCameOneByOne() {
        events.requireOrder();
    }

    @Test
    void textAndBinaryGoBothWays() throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    peer.open();
                    peer.text("4" + peer.message() + SMILE);
                    peer.binary(peer.frame().data());
                });
                TransportRig rig = open(server)) {
            assertThat(events.next()).isEqualTo(EnginePacket.text(PacketType.OPEN, "{\"sid\":\"s\"}"));
            byte[] bytes = {0, 1, (byte) 0xff};
            rig.send(List.of(EnginePacket.text(PacketType.MESSAGE, "grüße"), EnginePacket.binary(bytes)));
            assertThat(events.next()).isEqualTo(EnginePacket.text(PacketType.MESSAGE, "4grüße" + SMILE));
            assertThat(events.next()).isEqualTo(EnginePacket.binary(bytes));
        }
    }

    @Test
    void messagesInPartsArriveWhole() throws Exception {
        String text = "4a" + SMILE.repeat(30_000 / 4);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[50_000];
        Arrays.fill(bytes, (byte) 7);
        try (RawServer server = RawServer.playing(peer -> {
                    peer.open();
                    for (int cut = 1; cut < 9; cut++) { // also inside a character
                        peer.frame(1, false, Arrays.copyOf(utf8, cut));
                        peer.frame(9, true, new byte[] {1});
                        peer.frame(0, false, new byte[0]);
                        peer.frame(0, true, Arrays.copyOfRange(utf8, cut, utf8.length));
                    }
                    peer.frame(2, false, Arrays.copyOf(bytes, 20_000));
                    peer.frame(0, true, Arrays.copyOfRange(bytes, 20_000, bytes.length));
                    byte[] slow = RawServer.Peer.encoded(1, true, ("4" + SMILE).getBytes(StandardCharsets.UTF_8));
                    for (byte each : slow) {
                        peer.write(new byte[] {each});
                    }
                });
                TransportRig rig = open(server)) {
            events.next();
            for (int cut = 1; cut < 9; cut++) {
                assertThat(events.next().text()).isEqualTo(text.substring(1));
            }
            assertThat(events.next()).isEqualTo(EnginePacket.binary(bytes));
            assertThat(events.next().text()).isEqualTo(SMILE);
            assertThat(rig.timers.waiting()).as("the look for a lost end").isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"one text", "text in frames", "one binary", "binary in frames", "text that grows in UTF-8"})
    void whatIsLargerThanTheBoundEndsTheConnection(String how) throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    peer.open();
                    sendTooMuch(peer, how);
                });
                TransportRig rig = open(server)) {
            TransportEnd end = events.end();
            assertThat(end.reason()).isEqualTo("parse error");
            assertThat(end.unsupported()).isFalse();
            assertThat(end.error()).isInstanceOf(MalformedDataException.class);
            assertThat(end.error().code()).isEqualTo("too_big");
            assertThat(end.error()).hasMessageContaining("100000").hasMessageContaining("maxIncomingMessage");
            server.awaitEnds(1);
            assertThat(events.packets).as("only OPEN").hasSize(1);
            await().until(() -> rig.timers.waiting() == 0);
        }
    }

    private static void sendTooMuch(RawServer.Peer peer, String how) throws IOException {
        int size = TransportRig.MAX_BYTES + 1;
        switch (how) {
            case "one text" -> peer.text("4".repeat(size));
            case "one binary" -> peer.binary(new byte[size]);
            case "text that grows in UTF-8" -> peer.text("4" + "ü".repeat(size / 2));
            default -> {
                int opcode = how.startsWith("text") ? 1 : 2;
                peer.frame(opcode, false, new byte[] {'4'});
                while (true) { // until the client has gone
                    peer.frame(0, false, "x".repeat(1_000).getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    @Test
    void theLargestMessageIsTaken() throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    peer.upgrade();
                    peer.text("4".repeat(TransportRig.MAX_BYTES));
                    peer.frame(2, false, new byte[1]);
                    peer.frame(0, true, new byte[TransportRig.MAX_BYTES - 1]);
                });
                TransportRig rig = open(server)) {
            assertThat(events.next().length()).isEqualTo(TransportRig.MAX_BYTES - 1);
            assertThat(events.next().length()).isEqualTo(TransportRig.MAX_BYTES);
            assertThat(rig.timers.waiting()).as("the look for a lost end").isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "9", "b***", "{}"})
    void whatIsNoPacketIsAParseError(String junk) throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    peer.upgrade();
                    peer.text(junk);
                });
                TransportRig rig = open(server)) {
            TransportEnd end = events.end();
            assertThat(end.reason()).isEqualTo("parse error");
            assertThat(end.error()).isInstanceOf(MalformedDataException.class);
            assertThat(end.error().code()).isEqualTo("malformed");
            server.awaitEnds(1);
            await().until(() -> rig.timers.waiting() == 0);
        }
    }

    @Test
    void aClosePacketIsTheEnd() throws Exception {
        try (RawServer server = RawServer.playing(peer -> {
                    peer.upgrade();
                    peer.text("1");
                });
                TransportRig rig = open(server)) {
            assertThat(events.end().reason()).isEqualTo("transport close");
            server.awaitEnds(1);
            await().until(() -> rig.timers.waiting() == 0);
        }
    }

    @Test
    void aFailureOfTheListenerEndsTheConnectionAndNothingElse() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        TransportEvents failing = new TransportEvents() {
            @Override
            public void packet(EnginePacket packet) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void ended(TransportEnd end) {
                ended.countDown();
                throw new IllegalStateException("on purpose");
            }
        };
        try (RawServer server = RawServer.playing(RawServer.Peer::open);
                TransportRig rig = new TransportRig(TransportKind.WEBSOCKET, server.address(), failing).open()) {
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
            server.awaitEnds(1);
            await().until(() -> rig.timers.waiting() == 0);
        }
    }

    @Test
    void longListsAreSentInTheirOrderOnASmallStack() throws Exception {
        int count = 30_000;
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        try (RawServer server = RawServer.playing(peer -> {
                    peer.open();
                    for (int i = 0; i < count; i++) {
                        got.add(peer.message());
                    }
                });
                TransportRig rig = open(server)) {
            events.next();
            List<EnginePacket> packets = IntStream.range(0, count)
                    .mapToObj(i -> EnginePacket.text(PacketType.MESSAGE, "m" + i))
                    .toList();
            Thread caller = new Thread(null, () -> rig.send(packets), "small", 160_000);
            caller.start();
            caller.join();
            await().atMost(Duration.ofSeconds(10)).until(() -> got.size() == count);
            assertThat(got)
                    .containsExactlyElementsOf(
                            IntStream.range(0, count).mapToObj(i -> "4m" + i).toList());
        }
    }

    @Test
    void largeMessagesAreSentWhole() throws Exception {
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        try (RawServer server = RawServer.playing(peer -> {
                    peer.open();
                    got.add(peer.message());
                });
                TransportRig rig = open(server)) {
            events.next();
            String large = ("ü" + SMILE).repeat(200_000);
            rig.send(large);
            assertThat(got.poll(10, TimeUnit.SECONDS)).isEqualTo("4" + large);
        }
    }

    @Test
    void aPausedClientStopsAServerThatSendsWithoutEnd() throws Exception {
        byte[] frame = RawServer.Peer.encoded(1, true, ("4" + "x".repeat(9_999)).getBytes(StandardCharsets.UTF_8));
        int frames = 10_000;
        AtomicLong written = new AtomicLong();
        AtomicLong received = new AtomicLong();
        EventRecorder counting = new EventRecorder() {
            @Override
            public void packet(EnginePacket packet) {
                received.incrementAndGet();
            }
        };
        try (RawServer server = RawServer.playing(peer -> {
                    peer.upgrade();
                    for (int i = 0; i < frames; i++) {
                        peer.write(frame);
                        written.incrementAndGet();
                    }
                });
                TransportRig rig = new TransportRig(TransportKind.WEBSOCKET, server.address(), counting)) {
            rig.pause();
            rig.open();
            await().during(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(10))
                    .until(written::get, stable());
            assertThat(written).as("held up by TCP").hasValueLessThan(frames);
            assertThat(received).as("nothing was asked for").hasValue(0);
            rig.resume();
            await().atMost(Duration.ofSeconds(10)).until(() -> received.get() >= 100);
            rig.pause();
            await().during(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(10))
                    .until(received::get, stable());
            assertThat(received).hasValueLessThan(frames);
            rig.resume();
            await().atMost(Duration.ofSeconds(20)).until(() -> received.get() == frames);
        }
    }

    /** That a number is what it was when last looked at. */
    private static java.util.function.Predicate<Long> stable() {
        AtomicLong last = new AtomicLong(-1);
        return now -> last.getAndSet(now) == now;
    }

    private TransportRig open(RawServer server) {
        return new TransportRig(TransportKind.WEBSOCKET, server.address(), events).open();
    }
}
