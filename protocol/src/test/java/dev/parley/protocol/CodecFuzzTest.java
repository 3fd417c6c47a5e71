package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whatever a peer sends, the codecs answer with a packet or a {@link ProtocolException}. Without a fuzzing run these
 * read the seeds in the resources only.
 */
class CodecFuzzTest {
    private static final int LIMIT = 10_000;

    @FuzzTest
    void socketPacketsDecodeOrAreRefused(byte[] data) {
        SocketDecoder decoder = new SocketDecoder(JsonLimits.DEFAULT, LIMIT);
        int split = indexOf(data, (byte) 0xff);
        try {
            SocketPacket packet = decoder.text(data, 0, split);
            int at = split;
            while (packet == null) {
                int end = indexOf(data, at + 1, (byte) 0xff);
                packet = decoder.binary(Arrays.copyOfRange(data, Math.min(at + 1, end), end));
                at = end;
            }
            readAll(packet);
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotEmpty();
            assertThat(decoder.awaitsAttachments()).isFalse();
        }
    }

    @FuzzTest
    void pollingBodiesDecodeToWhatTheyEncode(byte[] data) {
        for (EngineVersion version : EngineVersion.values()) {
            for (boolean octets : new boolean[] {false, true}) {
                List<EnginePacket> packets = decode(version, data, octets);
                if (packets == null) {
                    continue;
                }
                PollingBody body = PollingCodec.encode(version, packets, octets);
                assertThat(decode(version, body.bytes(), body.octetStream())).isEqualTo(packets);
            }
        }
    }

    @FuzzTest
    void frameDecodersDecodeOrRefuse(byte[] data) {
        for (EngineVersion version : EngineVersion.values()) {
            try {
                EnginePacket packet = EngineCodec.decodeText(version, data, 0, data.length);
                assertThat(packet.length()).isLessThan(data.length);
            } catch (ProtocolException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
            try {
                EngineCodec.decodeBinary(version, data, 0, data.length);
            } catch (ProtocolException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @FuzzTest
    void anyTextSurvivesQuoting(FuzzedDataProvider data) throws ProtocolException {
        String text = data.consumeRemainingAsString();
        byte[] json = Bytes.utf8(JsonText.quote(text));
        assertThat(Payload.parse(json, 0, json.length, JsonLimits.DEFAULT.withMaxBytes(Integer.MAX_VALUE))
                        .kind())
                .isEqualTo(JsonKind.STRING);
        assertThat(JsonText.unescape(json, 1, json.length - 1)).isEqualTo(text);
    }

    private static void readAll(SocketPacket packet) throws ProtocolException {
        if (packet.data() == null) {
            return;
        }
        if (packet.type() != SocketPacketType.EVENT && packet.type() != SocketPacketType.ACK) {
            return;
        }
        EventArguments arguments = packet.arguments();
        int attachments = 0;
        for (int i = 0; i < arguments.size(); i++) {
            Payload argument = arguments.argument(i);
            attachments += argument.attachments().size();
            assertThat(argument.withAttachments(argument.attachments())).isEqualTo(argument);
            byte[] json = Bytes.utf8(argument.toString());
            assertThat(new JsonScanner(JsonLimits.DEFAULT).document(json, 0, json.length))
                    .hasToString(argument.toString());
            JsonFields fields = JsonFields.read(argument);
            if (fields != null) {
                fields.truthy("a");
                fields.name("a");
                fields.field("a");
            }
        }
        assertThat(arguments.all().attachments()).hasSize(attachments);
        if (packet.type() == SocketPacketType.EVENT) {
            byte[] again = PacketWriter.SOCKET.event(
                    packet.namespace(), arguments.nameValue(), arguments.all(), packet.ackId());
            assertThat(again.length).isLessThanOrEqualTo(LIMIT * 7);
        }
    }

    private static @Nullable List<EnginePacket> decode(EngineVersion version, byte[] body, boolean octets) {
        try {
            return PollingCodec.decode(version, body, octets, 100, LIMIT);
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return null;
        }
    }

    private static int indexOf(byte[] data, byte wanted) {
        return indexOf(data, 0, wanted);
    }

    private static int indexOf(byte[] data, int from, byte wanted) {
        int i = Math.min(from, data.length);
        while (i < data.length && data[i] != wanted) {
            i++;
        }
        return i;
    }
}
