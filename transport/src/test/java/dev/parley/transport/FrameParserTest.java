package dev.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.RawWebSocket;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames, however the network cuts them. */
class FrameParserTest {

    private static final int MOST = 100_000;

    private final Recorder recorder = new Recorder();
    private final EmbeddedChannel channel = new EmbeddedChannel(recorder);

    @Test
    void framesAreTheSameHoweverTheirBytesAreCut() {
        long seed = System.identityHashCode(this);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            List<Seen> expected = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                byte[] payload = payload(random);
                boolean fin = random.nextBoolean() || payload.length > 200;
                int opcode = random.nextInt(3);
                sent.writeBytes(RawWebSocket.frame(opcode, fin, payload));
                expected.add(Seen.of(opcode, fin, payload, isAscii(payload)));
            }
            recorder.seen.clear();
            byte[] all = sent.toByteArray();
            for (int at = 0; at < all.length; ) {
                int size = Math.min(all.length - at, 1 + random.nextInt(random.nextBoolean() ? 5 : 70_000));
                channel.writeInbound(Unpooled.copiedBuffer(all, at, size));
                at += size;
            }
            assertThat(recorder.seen).as("seed %d, round %d", seed, round).isEqualTo(expected);
            assertThat(recorder.fault).isNull();
        }
    }

    private static byte[] payload(Random random) {
        int[] sizes = {0, 1, 7, 8, 9, 125, 126, 127, 300, 65_535, 65_536, 65_537};
        byte[] payload = new byte[sizes[random.nextInt(sizes.length)]];
        random.nextBytes(payload);
        if (random.nextBoolean()) {
            for (int i = 0; i < payload.length; i++) {
                payload[i] &= 0x7F;
            }
        }
        return payload;
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte each : bytes) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest
    @CsvSource({"126, 125", "127, 65535", "127, -1"})
    void lengthThatIsNotInItsShortestFormIsRefused(int form, long length) {
        byte[] head = new byte[14];
        head[0] = (byte) 0x82;
        head[1] = (byte) (0x80 | form);
        int bytes = form == 126 ? 2 : 8;
        for (int i = 0; i < bytes; i++) {
            head[1 + bytes - i] = (byte) (length >> (8 * i));
        }
        channel.writeInbound(Unpooled.copiedBuffer(head, 0, 6 + bytes));

        assertThat(recorder.fault).contains("shortest");
    }

    @Test
    void announcedLengthTakesNoMemoryBeforeTheBytesCome() {
        byte[] frame = RawWebSocket.frame(RawWebSocket.BINARY, true, new byte[MOST]);
        channel.writeInbound(Unpooled.copiedBuffer(frame, 0, 1_000));
        assertThat(recorder.held()).isLessThan(2_000);
        channel.writeInbound(Unpooled.copiedBuffer(frame, 1_000, frame.length - 1_000));

        assertThat(recorder.seen).hasSize(1);
    }

    @Test
    void lengthAboveTheLimitIsRefusedAtItsHeader() {
        byte[] frame = RawWebSocket.frame(0x82, new byte[0], MOST + 1L, true);
        channel.writeInbound(Unpooled.copiedBuffer(frame));

        assertThat(recorder.fault).contains("larger than " + MOST);
    }

    @Test
    void nothingIsReadBehindAFault() {
        byte[] bad = RawWebSocket.frame(0x8B, new byte[0], 0, true);
        byte[] good = RawWebSocket.frame(RawWebSocket.TEXT, true, new byte[] {'a'});
        channel.writeInbound(Unpooled.copiedBuffer(bad, good));
        channel.writeInbound(Unpooled.copiedBuffer(good));

        assertThat(recorder.fault).contains("opcode 11");
        assertThat(recorder.seen).isEmpty();
    }

    private record Seen(int opcode, boolean fin, String payload, boolean ascii) {
        static Seen of(int opcode, boolean fin, byte[] payload, boolean ascii) {
            return new Seen(opcode, fin, new String(payload, StandardCharsets.ISO_8859_1), ascii);
        }
    }

    private static final class Recorder extends FrameParser {
        final List<Seen> seen = new ArrayList<>();

        @Nullable
        String fault;

        @Override
        int maxPayload() {
            return MOST;
        }

        @Override
        boolean isDeaf() {
            return fault != null;
        }

        @Override
        void frame(int opcode, boolean fin, byte[] payload, boolean ascii) {
            seen.add(Seen.of(opcode, fin, payload, ascii));
        }

        @Override
        void broken(int code, String reason) {
            fault = reason;
        }
    }
}
