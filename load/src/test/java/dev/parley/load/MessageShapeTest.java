package dev.parley.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageShapeTest {

    private static final long DUE = 0xfedc_ba98_7654_3210L;

    @ParameterizedTest
    @ValueSource(ints = {40, 41, 47, 48, 49, 128, 1000, 70_000})
    void whatAServerSendsOnIsReadWhereItLies(int payload) {
        MessageShape shape = new MessageShape("bench-100000", payload, false);
        ByteBuffer frame = shape.receivedFrame(77, 123_456_789, DUE);
        int head = payload < 65_536 ? (frame.get(1) == 126 ? 4 : 2) : 10;
        ByteBuffer in = ByteBuffer.allocate(frame.remaining() + 64).put(5, frame, 0, frame.remaining());
        int id = shape.find(in, 5 + head, frame.remaining() - head);
        assertThat(MessageShape.sender(in, id)).isEqualTo(77);
        assertThat(MessageShape.number(in, id)).isEqualTo(123_456_789);
        assertThat(MessageShape.due(in, id)).isEqualTo(DUE);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 41, 47, 48, 49, 128, 1000, 70_000})
    void payloadsAreJsonOfTheSizeThatWasAskedFor(int payload) {
        MessageShape shape = new MessageShape("c", payload, true);
        ByteBuffer out = ByteBuffer.allocate(shape.room());
        shape.write(out, 1, 2, DUE);
        String text = unmasked(out.flip());
        String before = "42[\"message\",{\"channel\":\"c\",\"eventName\":\"m\",\"message\":";
        assertThat(text).startsWith(before + "{\"x\":\"@@@@@@@A@@@@@@@B").endsWith("\"},\"echo\":true}]");
        assertThat(text.length() - before.length() - ",\"echo\":true}]".length())
                .isEqualTo(payload);
    }

    @Test
    void aMessageIsAlsoFoundWhereAServerWritesItsMembersInAnotherOrder() {
        MessageShape shape = new MessageShape("c", 40, false);
        String text = "42[\"m\",{\"message\":{\"x\":\"@@@@@@@A@@@@@@@B@@@@@@@@@@@@@@@C\"},\"channel\":\"c\"}]";
        ByteBuffer in = ByteBuffer.allocate(200).put(text.getBytes(UTF_8));
        int id = shape.find(in, 0, text.length());
        assertThat(MessageShape.number(in, id)).isEqualTo(2);
        assertThat(MessageShape.due(in, id)).isEqualTo(3);
    }

    @Test
    void otherEventsAreNoMessages() {
        MessageShape shape = new MessageShape("c", 40, false);
        String text = "42[\"other\",{\"channel\":\"c\",\"message\":{\"y\":\"@@@@@@@A@@@@@@@B@@@@@@@@@@@@@@@C\"}}]";
        assertThat(shape.find(ByteBuffer.allocate(200).put(text.getBytes(UTF_8)), 0, text.length()))
                .isEqualTo(-1);
    }

    @Test
    void aPayloadWithoutRoomForWhatIsCheckedIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MessageShape("c", 39, false));
    }

    private static String unmasked(ByteBuffer frame) {
        int length = frame.get(1) & 0x7f;
        int key = length < 126 ? 2 : length == 126 ? 4 : 10;
        assertThat(frame.get(1)).as("the bit that says masked").isNegative();
        byte[] text = new byte[frame.remaining() - key - 4];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (frame.get(key + 4 + i) ^ frame.get(key + (i & 3)));
        }
        return new String(text, UTF_8);
    }
}
