package dev.parley.protocol;

import static dev.parley.protocol.Bytes.hex;
import static dev.parley.protocol.Bytes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Expected texts are those of socket.io-parser 4 and 3.3. */
class PacketWriterTest {
    private static final PacketWriter WRITER = PacketWriter.SOCKET;
    private static final Payload BINARY =
            Payload.json("{\"_placeholder\":true,\"num\":0}").withAttachments(List.of(hex("010203")));

    @Test
    void connect() {
        assertThat(text(WRITER.connect("/admin", "o", null))).isEqualTo("0/admin,{\"sid\":\"o\"}");
        assertThat(text(WRITER.connect("/", "o", Payload.json("{ \"pid\":\"p\"}"))))
                .isEqualTo("0{\"sid\":\"o\",\"pid\":\"p\"}");
        assertThat(text(WRITER.connect("/", "o", Payload.json("{ }")))).isEqualTo("0{\"sid\":\"o\"}");
        assertThatThrownBy(() -> WRITER.connect("/", "o", Payload.NULL)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void connectOfRevisionThreeHasNoData() {
        assertThat(text(WRITER.connect("/", null, null))).isEqualTo("0");
        assertThat(text(WRITER.connect("/woot", null, null))).isEqualTo("0/woot,");
    }

    @Test
    void connectError() {
        assertThat(text(WRITER.connectError("/", EngineVersion.V4, "Not authorized", Payload.json("{\"code\":1}"))))
                .isEqualTo("4{\"message\":\"Not authorized\",\"data\":{\"code\":1}}");
        assertThat(text(WRITER.connectError("/a", EngineVersion.V4, "no \"b\"", null)))
                .isEqualTo("4/a,{\"message\":\"no \\\"b\\\"\"}");
        assertThat(text(WRITER.connectError("/woot", EngineVersion.V3, "Unauthorized", null)))
                .isEqualTo("4/woot,\"Unauthorized\"");
        assertThat(text(WRITER.connectError("/woot", EngineVersion.V3, "m", Payload.json("{\"code\":1}"))))
                .isEqualTo("4/woot,{\"code\":1}");
    }

    @Test
    void disconnect() {
        assertThat(text(WRITER.disconnect("/"))).isEqualTo("1");
        assertThat(text(WRITER.disconnect("/admin"))).isEqualTo("1/admin,");
    }

    @Test
    void event() {
        assertThat(text(WRITER.event(
                        "/",
                        NameValue.of("message"),
                        Payload.json("{\"channel\":\"r\",\"message\":1.5}"),
                        SocketPacket.NO_ACK)))
                .isEqualTo("2[\"message\",{\"channel\":\"r\",\"message\":1.5}]");
        assertThat(text(WRITER.event("/admin", NameValue.of("project:delete"), Payload.json("123"), 456)))
                .isEqualTo("2/admin,456[\"project:delete\",123]");
        assertThat(text(WRITER.event("/", new NameValue("12.5", true), Payload.json("\"x\""), SocketPacket.NO_ACK)))
                .isEqualTo("2[12.5,\"x\"]");
        assertThat(text(WRITER.event("/", NameValue.of("a"), Payload.EMPTY, 0))).isEqualTo("20[\"a\"]");
    }

    @Test
    void binaryEventTellsTheNumberOfAttachments() {
        assertThat(text(WRITER.event("/", NameValue.of("hello"), BINARY, SocketPacket.NO_ACK)))
                .isEqualTo("51-[\"hello\",{\"_placeholder\":true,\"num\":0}]");
        assertThat(text(WRITER.event("/admin", NameValue.of("project:delete"), BINARY, 456)))
                .isEqualTo("51-/admin,456[\"project:delete\",{\"_placeholder\":true,\"num\":0}]");
    }

    @Test
    void ack() {
        assertThat(text(WRITER.ack("/", 123, Payload.EMPTY))).isEqualTo("3123[]");
        assertThat(text(WRITER.ack("/admin", 456, BINARY)))
                .isEqualTo("61-/admin,456[{\"_placeholder\":true,\"num\":0}]");
        assertThat(text(WRITER.ack("/", 0, Payload.json("[{\"id\":1}]")))).isEqualTo("30[[{\"id\":1}]]");
    }

    @Test
    void engineFlavourPrependsTheMessageType() {
        assertThat(text(PacketWriter.ENGINE.disconnect("/"))).isEqualTo("41");
        assertThat(text(PacketWriter.ENGINE.connect("/", "s", null))).isEqualTo("40{\"sid\":\"s\"}");
        assertThat(text(PacketWriter.ENGINE.event("/", NameValue.of("hello"), BINARY, SocketPacket.NO_ACK)))
                .isEqualTo("451-[\"hello\",{\"_placeholder\":true,\"num\":0}]");
    }

    @Test
    void packetsAreBuiltInPieces() throws ProtocolException {
        ByteBuilder out = new ByteBuilder();
        WRITER.beginAck(out, "/", 7, 2).append('[');
        BINARY.appendTo(out, 0);
        out.append(',');
        BINARY.appendTo(out, 1);
        WRITER.end(out.append(']'));
        assertThat(out).hasToString("62-7[[{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]]");
        SocketPacket packet = Decoded.packet(out.toString(), hex("01"), hex("02"));
        assertThat(packet.arguments().size()).isEqualTo(1);
    }
}
