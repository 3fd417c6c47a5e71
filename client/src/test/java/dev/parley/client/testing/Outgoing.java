package dev.parley.client.testing;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One Engine.IO packet, in the form of a WebSocket message.
 *
 * @param binary whether it is an attachment
 */
@SuppressWarnings("ArrayRecordComponent")
record Outgoing(boolean binary, byte[] bytes) {

    private static final byte SEPARATOR = 0x1e;

    static Outgoing text(String text) {
        return new Outgoing(false, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A Socket.IO packet and the attachments that follow it. */
    static List<Outgoing> packet(byte[] text, Payload arguments) {
        List<Outgoing> messages = new ArrayList<>();
        messages.add(new Outgoing(false, text));
        for (byte[] attachment : arguments.attachments()) {
            messages.add(new Outgoing(true, attachment));
        }
        return messages;
    }

    /** The body of a poll's answer (Engine.IO protocol 4, "Payload encoding"). */
    static byte[] body(Iterable<Outgoing> messages) {
        ByteBuilder out = new ByteBuilder();
        for (Outgoing message : messages) {
            if (out.length() > 0) {
                out.append(SEPARATOR);
            }
            if (message.binary()) {
                out.append('b').append(Base64.getEncoder().encode(message.bytes()));
            } else {
                out.append(message.bytes());
            }
        }
        return out.toByteArray();
    }
}
