package dev.parley.protocol;

import static dev.parley.protocol.Bytes.hex;
import static dev.parley.protocol.Bytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineCodecTest {
    @ParameterizedTest
    @CsvSource({"0{},OPEN,{}", "1,CLOSE,''", "2probe,PING,probe", "3probe,PONG,probe", "4hello,MESSAGE,hello"})
    void textFrameIsATypeCharacterAndData(String frame, PacketType type, String data) throws ProtocolException {
        byte[] bytes = utf8("xx" + frame + "yy");
        EnginePacket packet = EngineCodec.decodeText(bytes, 2, bytes.length - 2);
        assertThat(packet).isEqualTo(EnginePacket.text(type, data));
        assertThat(packet.data()).isSameAs(bytes);
        assertThat(EngineCodec.encodeText(packet)).isEqualTo(utf8(frame));
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeSurvivesARoundTrip(PacketType type) throws ProtocolException {
        byte[] frame = EngineCodec.encodeText(EnginePacket.text(type, "é"));
        assertThat(EngineCodec.decodeText(frame, 0, frame.length)).isEqualTo(EnginePacket.text(type, "é"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "9x", "x", "b", "bAQID", "/", "\u00004"})
    void unknownTypesAndEmptyFramesAreMalformed(String frame) {
        byte[] bytes = utf8(frame);
        assertMalformed(() -> EngineCodec.decodeText(bytes, 0, bytes.length));
    }

    @Test
    void binaryFrameIsBareInRevisionFourAndTypedInRevisionThree() throws ProtocolException {
        EnginePacket message = EnginePacket.binary(hex("010203"));
        assertThat(EngineCodec.decodeBinary(EngineVersion.V4, hex("010203"), 0, 3))
                .isEqualTo(message);
        assertThat(EngineCodec.decodeBinary(EngineVersion.V3, hex("04010203"), 0, 4))
                .isEqualTo(message);
        assertThat(EngineCodec.encodeBinary(EngineVersion.V4, hex("ff010203"), 1, 4))
                .isEqualTo(hex("010203"));
        assertThat(EngineCodec.encodeBinary(EngineVersion.V3, hex("010203"), 0, 3))
                .isEqualTo(hex("04010203"));
    }

    @Test
    void anEmptyAttachmentIsAMessage() throws ProtocolException {
        assertThat(EngineCodec.decodeBinary(EngineVersion.V4, new byte[0], 0, 0).length())
                .isZero();
        assertThat(EngineCodec.decodeBinary(EngineVersion.V3, hex("04"), 0, 1).length())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "02", "34", "0700", "ff"})
    void binaryFrameOfRevisionThreeMustBeAMessage(String frame) {
        byte[] bytes = hex(frame);
        assertMalformed(() -> EngineCodec.decodeBinary(EngineVersion.V3, bytes, 0, bytes.length));
    }

    @Test
    void peersWithoutBinaryFramesSendBase64() throws ProtocolException {
        EnginePacket message = EnginePacket.binary(hex("010203"));
        assertThat(EngineCodec.decodeText(EngineVersion.V4, utf8("bAQID"), 0, 5))
                .isEqualTo(message);
        assertThat(EngineCodec.decodeText(EngineVersion.V3, utf8("b4AQID"), 0, 6))
                .isEqualTo(message);
        assertThat(EngineCodec.decodeText(EngineVersion.V3, utf8("4x"), 0, 2))
                .isEqualTo(EnginePacket.text(PacketType.MESSAGE, "x"));
    }

    @Test
    void base64MayHaveLineBreaks() throws ProtocolException {
        // As the Socket.IO client for Java writes it.
        for (String frame : List.of("bAQID\n", "bAQ\r\nID\r\n", "bAQ\nID")) {
            byte[] a = utf8(frame);
            assertThat(EngineCodec.decodeText(EngineVersion.V4, a, 0, a.length))
                    .isEqualTo(EngineCodec.decodeText(EngineVersion.V4, utf8("bAQID"), 0, 5));
        }
    }

    @Test
    void wrongBase64IsMalformed() {
        for (String frame : List.of("bA", "bAQI*", "b====", "bAQID=", "b4", "bé")) {
            byte[] bytes = utf8(frame);
            assertMalformed(() -> EngineCodec.decodeText(EngineVersion.V4, bytes, 0, bytes.length));
        }
        for (String frame : List.of("b", "bAQID", "b2AQID", "b4A")) {
            byte[] bytes = utf8(frame);
            assertMalformed(() -> EngineCodec.decodeText(EngineVersion.V3, bytes, 0, bytes.length));
        }
    }

    @Test
    void binaryPacketsDoNotBecomeTextFrames() {
        assertThatThrownBy(() -> EngineCodec.encodeText(EnginePacket.binary(hex("01"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EnginePacket(PacketType.PING, true, hex("01"), 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void packetsAreEqualByContentAndDoNotPrintIt() {
        EnginePacket packet = new EnginePacket(PacketType.MESSAGE, false, utf8("xsecretx"), 1, 7);
        assertThat(packet)
                .isEqualTo(EnginePacket.message(utf8("secret")))
                .hasSameHashCodeAs(EnginePacket.message(utf8("secret")));
        assertThat(packet).isNotEqualTo(EnginePacket.binary(utf8("secret")));
        assertThat(packet.text()).isEqualTo("secret");
        assertThat(packet.bytes()).isEqualTo(utf8("secret"));
        assertThat(packet.toString()).isEqualTo("MESSAGE 6 bytes");
    }

    @Test
    void versionComesFromTheQuery() {
        assertThat(EngineVersion.fromQuery("3")).isEqualTo(EngineVersion.V3);
        assertThat(EngineVersion.fromQuery("4")).isEqualTo(EngineVersion.V4);
        for (String other : List.of("", "5", "2", "04", "4 ", "__proto__", "４")) {
            assertThat(EngineVersion.fromQuery(other)).isNull();
        }
        assertThat(EngineVersion.fromQuery(null)).isNull();
        assertThat(EngineVersion.V3.number()).isEqualTo(3);
    }

    private static void assertMalformed(ThrowingCallable call) {
        Refusal.of(call).isMalformed();
    }
}
