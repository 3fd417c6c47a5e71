package dev.parley.protocol;

import static dev.parley.protocol.Bytes.hex;
import static dev.parley.protocol.Bytes.text;
import static dev.parley.protocol.Bytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.ProtocolException.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PollingCodecTest {
    private static final int MANY = 1000;
    private static final int BIG = 1_000_000;

    // Made with engine.io-parser 5 and 2.2.1 from these packets.
    private static final List<EnginePacket> PACKETS = List.of(
            EnginePacket.text(PacketType.MESSAGE, "héllo €😀"),
            EnginePacket.binary(hex("010203ff")),
            EnginePacket.text(PacketType.PING, "probe"),
            EnginePacket.empty(PacketType.NOOP));
    private static final String SEPARATED = "4héllo €😀\u001ebAQID/w==\u001e2probe\u001e6";
    private static final String TEXT_FRAMING = "10:4héllo €😀10:b4AQID/w==6:2probe1:6";
    private static final String BINARY_FRAMING =
            "000105ff3468c3a96c6c6f20e282acf09f98800105ff04010203ff0006ff3270726f62650001ff36";

    @Test
    void revisionFourJoinsPacketsWithASeparator() throws ProtocolException {
        assertThat(text4(SEPARATED)).isEqualTo(PACKETS);
        PollingBody body = PollingCodec.encode(EngineVersion.V4, PACKETS, true);
        assertThat(text(body.bytes())).isEqualTo(SEPARATED);
        assertThat(body.octetStream()).isFalse();
    }

    @Test
    void revisionFourDecodesTheDocumentsExample() throws ProtocolException {
        assertThat(text4("4hello\u001e2\u001e4world"))
                .containsExactly(
                        EnginePacket.text(PacketType.MESSAGE, "hello"),
                        EnginePacket.empty(PacketType.PING),
                        EnginePacket.text(PacketType.MESSAGE, "world"));
    }

    @Test
    void revisionThreeCountsUtf16InItsTextFraming() throws ProtocolException {
        assertThat(text3(TEXT_FRAMING)).isEqualTo(PACKETS);
        PollingBody body = PollingCodec.encode(EngineVersion.V3, PACKETS, false);
        assertThat(text(body.bytes())).isEqualTo(TEXT_FRAMING);
        assertThat(body.octetStream()).isFalse();
    }

    @Test
    void revisionThreeDecodesTheDocumentsExamples() throws ProtocolException {
        assertThat(text3("6:4hello2:4€"))
                .containsExactly(
                        EnginePacket.text(PacketType.MESSAGE, "hello"), EnginePacket.text(PacketType.MESSAGE, "€"));
        assertThat(text3("2:4€10:b4AQIDBA==")).element(1).isEqualTo(EnginePacket.binary(hex("01020304")));
        assertThat(octets3("0004ff34e282ac0105ff0401020304"))
                .containsExactly(EnginePacket.text(PacketType.MESSAGE, "€"), EnginePacket.binary(hex("01020304")));
    }

    @Test
    void revisionThreeCountsBytesInItsBinaryFraming() throws ProtocolException {
        assertThat(octets3(BINARY_FRAMING)).isEqualTo(PACKETS);
        PollingBody body = PollingCodec.encode(EngineVersion.V3, PACKETS, true);
        assertThat(Bytes.hex(body.bytes())).isEqualTo(BINARY_FRAMING);
        assertThat(body.octetStream()).isTrue();
    }

    @Test
    void lengthsOfSeveralDigitsAreOneByteEach() throws ProtocolException {
        List<EnginePacket> packets =
                List.of(EnginePacket.message(utf8("x".repeat(120))), EnginePacket.binary(hex("00")));
        PollingBody body = PollingCodec.encode(EngineVersion.V3, packets, true);
        assertThat(Bytes.hex(body.bytes())).startsWith("00010201ff3478787878");
        assertThat(PollingCodec.decode(EngineVersion.V3, body.bytes(), true, MANY, BIG))
                .isEqualTo(packets);
    }

    @Test
    void revisionThreeWithoutBinaryPacketsStaysText() {
        PollingBody body =
                PollingCodec.encode(EngineVersion.V3, List.of(PACKETS.get(0), PACKETS.get(2), PACKETS.get(3)), true);
        assertThat(text(body.bytes())).isEqualTo("10:4héllo €😀6:2probe1:6");
        assertThat(body.octetStream()).isFalse();
    }

    @Test
    void textPacketInBinaryFramingMayBeBase64() throws ProtocolException {
        assertThat(octets3("0006ff6234" + Bytes.hex(utf8("AQID")))).containsExactly(EnginePacket.binary(hex("010203")));
    }

    @Test
    void textPacketsAreSlicesOfTheBody() throws ProtocolException {
        byte[] body = utf8("4a\u001e4b");
        assertThat(PollingCodec.decode(EngineVersion.V4, body, false, MANY, BIG))
                .allSatisfy(packet -> assertThat(packet.data()).isSameAs(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\u001e",
                "4a\u001e",
                "\u001e4a",
                "4a\u001e\u001e4b",
                "7",
                "x",
                "4a\u001e9",
                "bA",
                "bAQI*",
                "bA=Q=",
                "b\u001e!"
            })
    void malformedBodiesOfRevisionFour(String body) {
        Refusal.of(() -> text4(body)).isMalformed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0:",
                "1:",
                "2:4",
                "3:4a",
                "1:4a",
                "4",
                ":4",
                "-1:4",
                "+1:4",
                "1.0:4",
                "1e0:4",
                " 1:4",
                "1 :4",
                "0x1:4",
                "6:4hello0:",
                "1:7",
                "1:x",
                "2:b2",
                "1:b",
                "3:b4A",
                "99999999999:4",
                "1000000000:4",
                "２:4a",
                "2:4😀",
                "1:42:"
            })
    void malformedTextFramingOfRevisionThree(String body) {
        Refusal.of(() -> text3(body)).isMalformed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "0001",
                "0001ff",
                "00ff34",
                "0000ff",
                "0002ff34",
                "0201ff34",
                "000aff34",
                "0001fe34",
                "3001ff34",
                "0101ff03",
                "0101ff34",
                "0100ff",
                "0001ff34ff",
                "0001ff37",
                "0001ff62",
                "0002ff34c3",
                "0003ff34c3a93a",
                "00090909090909090909ff34",
                "0003ff34c080",
                "0004ff34eda080"
            })
    void malformedBinaryFramingOfRevisionThree(String body) {
        Refusal.of(() -> octets3(body)).isMalformed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"34ff", "34c3", "34c080", "34eda080", "34f4908080", "34e282", "3480"})
    void invalidUtf8IsMalformed(String hex) {
        byte[] body = hex(hex);
        Refusal.of(() -> PollingCodec.decode(EngineVersion.V4, body, false, MANY, BIG))
                .isMalformed();
        byte[] framed = hex(Bytes.hex(utf8("2:")) + hex);
        Refusal.of(() -> PollingCodec.decode(EngineVersion.V3, framed, false, MANY, BIG))
                .isMalformed();
    }

    @Test
    void revisionFourHasNoBinaryBody() {
        Refusal.of(() -> PollingCodec.decode(EngineVersion.V4, hex("0001ff34"), true, MANY, BIG))
                .isMalformed();
    }

    @Test
    void packetsPerBodyAreLimited() throws ProtocolException {
        assertThat(PollingCodec.decode(EngineVersion.V4, utf8("2\u001e2\u001e2"), false, 3, BIG))
                .hasSize(3);
        Refusal.of(() -> PollingCodec.decode(EngineVersion.V4, utf8("2\u001e2\u001e2"), false, 2, BIG))
                .is(Reason.TOO_MANY_PACKETS);
        Refusal.of(() -> PollingCodec.decode(EngineVersion.V3, utf8("1:21:21:2"), false, 2, BIG))
                .is(Reason.TOO_MANY_PACKETS);
        Refusal.of(() -> PollingCodec.decode(EngineVersion.V3, hex("0001ff320001ff320001ff32"), true, 2, BIG))
                .is(Reason.TOO_MANY_PACKETS);
    }

    @Test
    void bytesPerPacketAreLimitedAfterBase64() throws ProtocolException {
        assertThat(PollingCodec.decode(EngineVersion.V4, utf8("4abc\u001ebAQID"), false, MANY, 3))
                .hasSize(2);
        Refusal.of(() -> PollingCodec.decode(EngineVersion.V4, utf8("4abcd"), false, MANY, 3))
                .is(Reason.TOO_LARGE);
        Refusal.of(() -> PollingCodec.decode(EngineVersion.V4, utf8("bAQIDBA=="), false, MANY, 3))
                .is(Reason.TOO_LARGE);
        Refusal.of(() -> PollingCodec.decode(EngineVersion.V4, utf8("b" + "A".repeat(4000)), false, MANY, 1000))
                .is(Reason.TOO_LARGE);
        for (int size = 0; size < 50; size++) {
            byte[] body = PollingCodec.encode(EngineVersion.V4, List.of(EnginePacket.binary(new byte[size])), false)
                    .bytes();
            int limit = size;
            assertThat(PollingCodec.decode(EngineVersion.V4, body, false, 1, limit))
                    .hasSize(1);
            if (size > 0) {
                Refusal.of(() -> PollingCodec.decode(EngineVersion.V4, body, false, 1, limit - 1))
                        .is(Reason.TOO_LARGE);
            }
        }
    }

    @Test
    void manySmallPacketsTakeLinearTime() {
        byte[] body = utf8("1:2".repeat(1_000_000));
        Assertions.assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThat(PollingCodec.decode(EngineVersion.V3, body, false, 1_000_000, BIG))
                        .hasSize(1_000_000));
        byte[] separated = utf8("2\u001e".repeat(1_000_000) + "2");
        Assertions.assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThat(PollingCodec.decode(EngineVersion.V4, separated, false, 2_000_000, BIG))
                        .hasSize(1_000_001));
    }

    @Test
    void aPollIsNeverAnsweredWithNothing() {
        assertThatThrownBy(() -> PollingCodec.encode(EngineVersion.V4, List.of(), true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<EnginePacket> text4(String body) throws ProtocolException {
        return PollingCodec.decode(EngineVersion.V4, utf8(body), false, MANY, BIG);
    }

    private static List<EnginePacket> text3(String body) throws ProtocolException {
        return PollingCodec.decode(EngineVersion.V3, utf8(body), false, MANY, BIG);
    }

    private static List<EnginePacket> octets3(String hex) throws ProtocolException {
        return PollingCodec.decode(EngineVersion.V3, hex(hex), true, MANY, BIG);
    }
}
