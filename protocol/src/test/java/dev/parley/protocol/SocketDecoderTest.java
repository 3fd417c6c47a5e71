package dev.parley.protocol;

import static dev.parley.protocol.Bytes.hex;
import static dev.parley.protocol.Bytes.utf8;
import static dev.parley.protocol.Decoded.packet;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors of the protocol document, and packets made with socket.io-parser 4 and 3.3. */
class SocketDecoderTest {
    private static final String MARK_0 = "{\"_placeholder\":true,\"num\":0}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "0|CONNECT|/|-1|-",
                "0{\"token\":\"123\"}|CONNECT|/|-1|{\"token\":\"123\"}",
                "0/admin,|CONNECT|/admin|-1|-",
                "0/admin|CONNECT|/admin|-1|-",
                "0/admin,{\"token\":\"123\"}|CONNECT|/admin|-1|{\"token\":\"123\"}",
                "0{\"sid\":\"oSO0OpakMV_3jnilAAAA\"}|CONNECT|/|-1|{\"sid\":\"oSO0OpakMV_3jnilAAAA\"}",
                "0null|CONNECT|/|-1|-",
                "1|DISCONNECT|/|-1|-",
                "1/admin,|DISCONNECT|/admin|-1|-",
                "2[\"foo\"]|EVENT|/|-1|[\"foo\"]",
                "2/admin,[\"bar\"]|EVENT|/admin|-1|[\"bar\"]",
                "212[\"foo\"]|EVENT|/|12|[\"foo\"]",
                "2/admin,456[\"project:delete\",123]|EVENT|/admin|456|[\"project:delete\",123]",
                "2/,0[\"a\"]|EVENT|/|0|[\"a\"]",
                "3/admin,13[\"bar\"]|ACK|/admin|13|[\"bar\"]",
                "3123[]|ACK|/|123|[]",
                "4{\"message\":\"Not authorized\"}|CONNECT_ERROR|/|-1|{\"message\":\"Not authorized\"}",
                "4/woot,\"Unauthorized\"|CONNECT_ERROR|/woot|-1|\"Unauthorized\"",
                "29007199254740991[\"a\"]|EVENT|/|9007199254740991|[\"a\"]",
                "2 [\"a\" , 1] |EVENT|/|-1|[\"a\" , 1]",
                "2[\"__proto__\",1]|EVENT|/|-1|[\"__proto__\",1]",
                "2[12.5,\"x\"]|EVENT|/|-1|[12.5,\"x\"]",
                "2/été,[\"a\"]|EVENT|/été|-1|[\"a\"]"
            })
    void textPackets(String text, SocketPacketType type, String namespace, long ackId, String data)
            throws ProtocolException {
        SocketPacket packet = packet(text);
        assertThat(packet.type()).isEqualTo(type);
        assertThat(packet.namespace()).isEqualTo(namespace);
        assertThat(packet.ackId()).isEqualTo(ackId);
        assertThat(packet.query()).isNull();
        assertThat(packet.data() == null ? null : packet.data().toString()).isEqualTo(data);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "0/woot?token=a%20b,|/woot|token=a%20b",
                "0/woot?token=a%20b|/woot|token=a%20b",
                "0/?a=1|/|a=1",
                "0/x?|/x|''",
                "0/x?a=b?c,{}|/x|a=b?c",
                "1/x?a,|/x?a|-"
            })
    void connectOfRevisionFourMayCarryAQuery(String text, String namespace, String query) throws ProtocolException {
        SocketPacket packet = packet(text);
        assertThat(packet.namespace()).isEqualTo(namespace);
        assertThat(packet.query()).isEqualTo(query);
    }

    @Test
    void binaryEventIsCompleteWithItsLastAttachment() throws ProtocolException {
        SocketDecoder decoder = Decoded.decoder();
        byte[] text = utf8("53-0[\"a\",{\"x\":" + MARK_0 + ",\"y\":[{\"_placeholder\":true,\"num\":1}]},"
                + "{\"_placeholder\":true,\"num\":2}]");
        assertThat(decoder.awaitsAttachments()).isFalse();
        assertThat(decoder.text(text, 0, text.length)).isNull();
        assertThat(decoder.awaitsAttachments()).isTrue();
        assertThat(decoder.binary(hex("01"))).isNull();
        assertThat(decoder.binary(hex("0202"))).isNull();
        SocketPacket packet = decoder.binary(hex("03"));
        assertThat(decoder.awaitsAttachments()).isFalse();
        assertThat(packet).isNotNull();
        assertThat(packet.type()).isEqualTo(SocketPacketType.EVENT);
        assertThat(packet.ackId()).isZero();
        assertThat(packet.data()).isNotNull();
        assertThat(packet.data().attachments()).containsExactly(hex("01"), hex("0202"), hex("03"));
    }

    @Test
    void binaryPacketsOfTheReferenceParser() throws ProtocolException {
        SocketPacket event = packet("51-/admin,456[\"project:delete\"," + MARK_0 + "]", hex("010203"));
        assertThat(event.namespace()).isEqualTo("/admin");
        assertThat(event.ackId()).isEqualTo(456);
        assertThat(event.arguments().name()).isEqualTo("project:delete");
        assertThat(event.arguments().argument(0).attachments()).containsExactly(hex("010203"));
        SocketPacket ack = packet("61-/admin,456[" + MARK_0 + "]", hex("030201"));
        assertThat(ack.type()).isEqualTo(SocketPacketType.ACK);
        assertThat(ack.arguments().size()).isEqualTo(1);
        assertThat(ack.arguments().argument(0).attachments()).containsExactly(hex("030201"));
        SocketPacket old = packet("61-/back,127[\"a\"," + MARK_0 + ",{}]", utf8("xxx"));
        assertThat(old.arguments().argument(2)).hasToString("{}");
    }

    @Test
    void attachmentsAreRenumberedIntoDocumentOrder() throws ProtocolException {
        SocketPacket packet = packet(
                "52-[\"a\",{\"_placeholder\":true,\"num\":1}, {\"num\":0,\"_placeholder\":true}]",
                hex("00"),
                hex("11"));
        assertThat(packet.data()).isNotNull();
        assertThat(packet.data()).hasToString("[\"a\"," + MARK_0 + ", {\"num\":1,\"_placeholder\":true}]");
        assertThat(packet.data().attachments()).containsExactly(hex("11"), hex("00"));
        assertThat(packet.arguments().argument(0).attachments()).containsExactly(hex("11"));
        assertThat(packet.arguments().argument(1).attachments()).containsExactly(hex("00"));
    }

    @Test
    void emptyAttachmentsAreAttachments() throws ProtocolException {
        assertThat(packet("51-[\"a\"," + MARK_0 + "]", new byte[0])
                        .arguments()
                        .argument(0)
                        .attachments())
                .containsExactly(new byte[0]);
    }

    @Test
    void theTextIsNotCopied() throws ProtocolException {
        byte[] frame = utf8("42[\"message\",{\"channel\":\"r\"}]");
        SocketPacket packet = Decoded.decoder().text(frame, 1, frame.length);
        assertThat(packet).isNotNull();
        assertThat(packet.data()).isNotNull();
        assertThat(packet.data().array()).isSameAs(frame);
        assertThat(packet.arguments().argument(0).array()).isSameAs(frame);
    }

    @Test
    void oneDecoderReadsManyPackets() throws ProtocolException {
        SocketDecoder decoder = Decoded.decoder();
        for (int i = 0; i < 100; i++) {
            byte[] text = utf8("2" + i + "[\"e" + i + "\"" + ",1".repeat(i) + "]");
            SocketPacket packet = decoder.text(text, 0, text.length);
            assertThat(packet).isNotNull();
            assertThat(packet.arguments().name()).isEqualTo("e" + i);
            assertThat(packet.arguments().size()).isEqualTo(i);
        }
    }

    @Test
    void siblingsShareNoPacket() throws ProtocolException {
        SocketDecoder one = new SocketDecoder(JsonLimits.DEFAULT, 1000);
        SocketDecoder other = one.sibling();
        byte[] waiting = utf8("51-[\"a\"," + MARK_0 + "]");
        assertThat(one.text(waiting, 0, waiting.length)).isNull();
        assertThat(other.awaitsAttachments()).isFalse();
        byte[] whole = utf8("2[\"b\",1,2,3]");
        SocketPacket event = requireNonNull(other.text(whole, 0, whole.length));
        SocketPacket late = requireNonNull(one.binary(new byte[] {1, 2}));
        assertThat(late.arguments().name()).isEqualTo("a");
        assertThat(late.arguments().size()).isEqualTo(1);
        assertThat(event.arguments().name()).isEqualTo("b");
        assertThat(event.arguments().size()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "4\"x\""})
    void onlyEventsAndAcksHaveArguments(String text) throws ProtocolException {
        SocketPacket packet = packet(text);
        assertThatThrownBy(packet::arguments).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                MARK_0,
                "{\"num\":7,\"_placeholder\":true}",
                "{\"_placeholder\":true}",
                "{\"_placeholder\":true,\"num\":\"splice\"}",
                "{\"\\u005fplaceholder\":true,\"num\":0,\"x\":1}"
            })
    void forAClientPlaceholdersInTextAreData(String mark) throws ProtocolException {
        SocketDecoder decoder = SocketDecoder.forClient(JsonLimits.DEFAULT, 10, Decoded.MAX_BYTES);
        for (String packet : List.of("2[\"a\",1,%s,{\"b\":[%s]}]", "30[1,%s,{\"b\":[%s]}]")) {
            byte[] text = utf8(packet.replace("%s", mark));
            EventArguments arguments =
                    requireNonNull(decoder.text(text, 0, text.length)).arguments();
            assertThat(decoder.awaitsAttachments()).isFalse();
            Payload bare = arguments.argument(1);
            assertThat(bare).hasToString(mark);
            assertThat(bare.kind()).isEqualTo(JsonKind.OBJECT);
            assertThat(bare.isBinary()).isFalse();
            assertThat(bare.placeholderAt(bare.offset())).isEqualTo(-1);
            assertThat(bare.compact()).isEqualTo(bare);
            assertThat(requireNonNull(JsonFields.read(bare)).string("_placeholder"))
                    .isNull();
            JsonFields object = requireNonNull(JsonFields.read(arguments.argument(2)));
            assertThat(object.field("b")).hasToString("[" + mark + "]");
            assertThat(object.holdsAllAttachments("b")).isTrue();
            assertThat(arguments.all()).hasToString("1," + mark + ",{\"b\":[" + mark + "]}");
            ByteBuilder out = new ByteBuilder();
            bare.appendTo(out, 3);
            assertThat(out).hasToString(mark);
        }
        for (String packet : List.of("0" + mark, "4{\"data\":" + mark + "}")) {
            byte[] text = utf8(packet);
            assertThat(requireNonNull(decoder.text(text, 0, text.length)).data())
                    .hasToString(packet.substring(1));
        }
    }

    @Test
    void forAClientBinaryPacketsStayStrict() throws ProtocolException {
        SocketDecoder decoder = SocketDecoder.forClient(JsonLimits.DEFAULT, 10, Decoded.MAX_BYTES);
        for (String wrong : List.of(
                "51-[\"a\"," + MARK_0 + "," + MARK_0 + "]",
                "51-[\"a\"," + MARK_0 + ",{\"_placeholder\":true,\"num\":1}]",
                "51-[\"a\"," + MARK_0 + ",{\"_placeholder\":true}]",
                "61-0[]")) {
            byte[] text = utf8(wrong);
            Refusal.of(() -> decoder.text(text, 0, text.length)).isMalformed();
        }
        byte[] plain = utf8("2[\"a\"," + MARK_0 + "]");
        assertThat(decoder.text(plain, 0, plain.length)).isNotNull();
        byte[] text = utf8("51-[\"a\"," + MARK_0 + "]");
        assertThat(decoder.text(text, 0, text.length)).isNull();
        assertThat(requireNonNull(decoder.binary(hex("01")))
                        .arguments()
                        .argument(0)
                        .attachments())
                .containsExactly(hex("01"));
    }

    @Test
    void aPacketDoesNotPrintItsContent() throws ProtocolException {
        assertThat(packet("2/a,[\"secret\"]")).hasToString("EVENT /a 10 bytes");
    }
}
