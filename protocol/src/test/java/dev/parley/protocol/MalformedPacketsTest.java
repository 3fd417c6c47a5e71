package dev.parley.protocol;

import static dev.parley.protocol.Bytes.hex;
import static dev.parley.protocol.Bytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ProtocolException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedPacketsTest {
    private static final String MARK_0 = "{\"_placeholder\":true,\"num\":0}";
    private static final String MARK_1 = "{\"_placeholder\":true,\"num\":1}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "9",
                "a",
                "-",
                " 2[\"a\"]",
                "{\"a\":1}",
                // Events: a non-empty array whose first element is a string or a finite number.
                "2",
                "2null",
                "2{}",
                "2\"a\"",
                "2[]",
                "2[null]",
                "2[{}]",
                "2[[]]",
                "2[true]",
                "2[{\"toString\":\"a\"},1]",
                "2[1e999]",
                "2[\"a\"",
                "2[\"a\"]]",
                "2[\"a\"]x",
                "2[\"a\"] [\"b\"]",
                "2[\"a\",]",
                "2[\"a\",NaN]",
                "2/admin[\"a\"]",
                "2/admin",
                "2,[\"a\"]",
                "2admin,[\"a\"]",
                "2-[\"a\"]",
                "20-[\"a\"]",
                "2-1[\"a\"]",
                // Acknowledgement ids.
                "29007199254740992[\"a\"]",
                "299999999999999999[\"a\"]",
                "2123456789012345678901234567890[\"a\"]",
                "21.5[\"a\"]",
                "2+1[\"a\"]",
                "21e3[\"a\"]",
                "2٣[\"a\"]",
                "2123",
                "3123",
                "3[]",
                "3{}",
                "31{}",
                "31null",
                "3",
                "3-1[]",
                "01{}",
                "0/a,1{}",
                "11",
                "1/a,1",
                "41{}",
                // Connecting and leaving.
                "0[]",
                "0\"a\"",
                "01",
                "0true",
                "0{",
                "0{}}",
                "0{}x",
                "1{}",
                "1[]",
                "1null",
                "1/a,null",
                "1x",
                "4[]",
                "41",
                "4true",
                "4\"a",
                // Placeholders need an announced attachment.
                "2[\"a\"," + MARK_0 + "]",
                "31[" + MARK_0 + "]",
                "0" + MARK_0,
                "0{\"a\":" + MARK_0 + "}",
                "4" + MARK_0,
                // The number of attachments.
                "5[\"a\"," + MARK_0 + "]",
                "50-[\"a\"]",
                "50-[\"a\"," + MARK_0 + "]",
                "6" + "0-1[]",
                "5-[\"a\"]",
                "5-1-[\"a\"]",
                "51[\"a\"," + MARK_0 + "]",
                "501-[\"a\"," + MARK_0 + "]",
                "51.0-[\"a\"," + MARK_0 + "]",
                "5 1-[\"a\"," + MARK_0 + "]",
                "51e0-[\"a\"," + MARK_0 + "]",
                "51",
                "51-",
                "5",
                "61-[" + MARK_0 + "]",
                "51-{}",
                "51-[]",
                "51-[" + MARK_0 + "]",
                // Each attachment is referenced once.
                "51-[\"a\"]",
                "52-[\"a\"," + MARK_0 + "]",
                "51-[\"a\"," + MARK_0 + "," + MARK_1 + "]",
                "51-[\"a\"," + MARK_1 + "]",
                "52-[\"a\"," + MARK_0 + "," + MARK_0 + "]",
                "51-[\"a\"," + MARK_0 + "," + MARK_0 + "]",
                "51-[\"a\",{\"_placeholder\":true,\"num\":-1}]",
                "51-[\"a\",{\"_placeholder\":true,\"num\":0.0}]",
                "51-[\"a\",{\"_placeholder\":true,\"num\":\"0\"}]",
                "51-[\"a\",{\"_placeholder\":true}]",
                "51-[\"a\",{\"_placeholder\":true,\"num\":\"splice\"}]",
                "51-[\"a\",{\"_placeholder\":true,\"num\":0,\"x\":1}]",
                "51-[\"a\"," + MARK_0 + ",{\"\\u005fplaceholder\":true,\"num\":7}]"
            })
    void malformedTexts(String text) {
        byte[] bytes = utf8(text);
        SocketDecoder decoder = Decoded.decoder();
        Refusal.of(() -> decoder.text(bytes, 0, bytes.length)).isMalformed();
        assertThat(decoder.awaitsAttachments()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"511-[\"a\"]", "599999999999999999999-[\"a\"]", "611-1[]", "52147483648-[\"a\"]"})
    void elevenAttachmentsAreTooMany(String text) {
        byte[] bytes = utf8(text);
        Refusal.of(() -> Decoded.decoder().text(bytes, 0, bytes.length)).is(Reason.TOO_MANY_ATTACHMENTS);
    }

    @Test
    void tenAttachmentsAreTaken() throws ProtocolException {
        StringBuilder text = new StringBuilder("510-[\"a\"");
        byte[][] attachments = new byte[10][];
        for (int i = 0; i < 10; i++) {
            text.append(",{\"_placeholder\":true,\"num\":").append(i).append('}');
            attachments[i] = new byte[] {(byte) i};
        }
        SocketPacket packet = Decoded.packet(text.append(']').toString(), attachments);
        assertThat(packet.arguments().all().attachments()).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2[\"connect\"]",
                "2[\"connect_error\",1]",
                "2[\"disconnect\"]",
                "2[\"disconnecting\"]",
                "2[\"newListener\"]",
                "2[\"removeListener\"]",
                "2/a,1[\"disconnect\"]",
                "2[\"\\u0063onnect\"]",
                "2[\"c\\u006fnnect\"]",
                "2[\"\\u0072\\u0065\\u006d\\u006f\\u0076\\u0065\\u004c\\u0069\\u0073\\u0074\\u0065\\u006e\\u0065\\u0072\"]",
                "51-[\"connect\",{\"_placeholder\":true,\"num\":0}]"
            })
    void reservedEventsAreRefused(String text) {
        byte[] bytes = utf8(text);
        Refusal.of(() -> Decoded.decoder().text(bytes, 0, bytes.length)).is(Reason.RESERVED_EVENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__proto__",
                "constructor",
                "toString",
                "error",
                "message",
                "Connect",
                "connected",
                "connect ",
                "newlistener",
                "",
                " ",
                "a\\nb",
                "\\u202eabc",
                "\\u0000",
                "removeListeners",
                "disconnectin"
            })
    void oddNamesAreOrdinary(String name) throws ProtocolException {
        assertThat(Decoded.arguments("2[\"" + name + "\",1]").size()).isEqualTo(1);
    }

    @Test
    void aNameOfOneMegabyteIsRead() throws ProtocolException {
        String name = "n".repeat(Decoded.MAX_BYTES - "2[\"\"]".length());
        assertThat(Decoded.arguments("2[\"" + name + "\"]").name()).isEqualTo(name);
        byte[] larger = utf8("2[\"" + name + "x\"]");
        Refusal.of(() -> Decoded.decoder().text(larger, 0, larger.length)).is(Reason.TOO_LARGE);
    }

    @Test
    void nestingOfSixtyFourIsTaken() throws ProtocolException {
        assertThat(Decoded.arguments("2[\"a\"," + "[".repeat(63) + "]".repeat(63) + "]")
                        .size())
                .isEqualTo(1);
        byte[] deeper = utf8("2[\"a\"," + "[".repeat(64) + "]".repeat(64) + "]");
        Refusal.of(() -> Decoded.decoder().text(deeper, 0, deeper.length)).is(Reason.TOO_COMPLEX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"325b22ff225d", "325b22eda080225d", "322fff2c5b2261225d", "32fe", "322fc3", "5132"})
    void invalidUtf8IsMalformed(String hex) {
        byte[] bytes = hex(hex);
        Refusal.of(() -> Decoded.decoder().text(bytes, 0, bytes.length)).isMalformed();
    }

    @Test
    void attachmentWithoutAPacketIsMalformed() throws ProtocolException {
        SocketDecoder decoder = Decoded.decoder();
        Refusal.of(() -> decoder.binary(hex("01"))).isMalformed();
        byte[] text = utf8("51-[\"a\"," + MARK_0 + "]");
        decoder.text(text, 0, text.length);
        assertThat(decoder.binary(hex("01"))).isNotNull();
        Refusal.of(() -> decoder.binary(hex("01"))).isMalformed();
    }

    @Test
    void textBetweenAttachmentsIsMalformedAndEndsThePacket() throws ProtocolException {
        SocketDecoder decoder = Decoded.decoder();
        byte[] text = utf8("51-[\"a\"," + MARK_0 + "]");
        decoder.text(text, 0, text.length);
        Refusal.of(() -> decoder.text(utf8("2[\"a\"]"), 0, 6)).isMalformed();
        assertThat(decoder.awaitsAttachments()).isFalse();
        Refusal.of(() -> decoder.binary(hex("01"))).isMalformed();
        assertThat(decoder.text(utf8("2[\"a\"]"), 0, 6)).isNotNull();
    }

    @Test
    void textAndAttachmentsShareOneBudget() throws ProtocolException {
        byte[] text = utf8("52-[\"a\"," + MARK_0 + "," + MARK_1 + "]");
        SocketDecoder decoder = new SocketDecoder(JsonLimits.DEFAULT, 10, text.length + 10);
        decoder.text(text, 0, text.length);
        decoder.binary(new byte[4]);
        assertThat(decoder.binary(new byte[6])).isNotNull();
        decoder.text(text, 0, text.length);
        decoder.binary(new byte[4]);
        Refusal.of(() -> decoder.binary(new byte[7])).is(Reason.TOO_LARGE);
        assertThat(decoder.awaitsAttachments()).isFalse();
    }
}
