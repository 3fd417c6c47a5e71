package dev.parley.protocol;

import static dev.parley.protocol.Bytes.utf8;
import static java.util.Objects.requireNonNull;

/** Decodes a packet from its text and attachments. */
final class Decoded {
    static final int MAX_BYTES = 1_000_000;

    private Decoded() {}

    static SocketDecoder decoder() {
        return new SocketDecoder(JsonLimits.DEFAULT, MAX_BYTES);
    }

    static SocketPacket packet(String text, byte[]... attachments) throws ProtocolException {
        SocketDecoder decoder = decoder();
        byte[] bytes = utf8(text);
        SocketPacket packet = decoder.text(bytes, 0, bytes.length);
        for (byte[] attachment : attachments) {
            if (packet != null) {
                throw new AssertionError("complete before its attachments");
            }
            packet = decoder.binary(attachment);
        }
        return requireNonNull(packet, "incomplete");
    }

    static EventArguments arguments(String text, byte[]... attachments) throws ProtocolException {
        return packet(text, attachments).arguments();
    }
}
