package dev.parley.client.testing;

import dev.parley.protocol.ByteBuilder;
import java.nio.charset.StandardCharsets;

/** The bytes of a server's WebSocket frames (RFC 6455, section 5). */
final class Frames {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FINAL = 0x80;

    private Frames() {}

    static byte[] frame(int opcode, byte[] data) {
        ByteBuilder out = new ByteBuilder(data.length + 10);
        append(out, FINAL | opcode, data, 0, data.length);
        return out.toByteArray();
    }

    /**
     * A message in frames of at most so many bytes.
     *
     * @param most 0 for one frame
     */
    static byte[] message(Outgoing message, int most) {
        int opcode = message.binary() ? BINARY : TEXT;
        byte[] data = message.bytes();
        if (most == 0 || data.length <= most) {
            return frame(opcode, data);
        }
        ByteBuilder out = new ByteBuilder(data.length + data.length / most * 10 + 10);
        for (int from = 0; from < data.length; from += most) {
            int length = Math.min(most, data.length - from);
            int first = (from == 0 ? opcode : CONTINUATION) | (from + length == data.length ? FINAL : 0);
            append(out, first, data, from, length);
        }
        return out.toByteArray();
    }

    static byte[] close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        if (text.length > 123) {
            throw new IllegalArgumentException(
                    "The reason has " + text.length + " bytes; at most 123 fit in a close frame.");
        }
        ByteBuilder data = new ByteBuilder(2 + text.length);
        return frame(
                CLOSE,
                data.append((byte) (code >> 8)).append((byte) code).append(text).toByteArray());
    }

    private static void append(ByteBuilder out, int first, byte[] data, int from, int length) {
        out.append((byte) first);
        if (length < 126) {
            out.append((byte) length);
        } else if (length < 65_536) {
            out.append((byte) 126).append((byte) (length >> 8)).append((byte) length);
        } else {
            out.append((byte) 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.append((byte) ((long) length >> shift));
            }
        }
        out.append(data, from, length);
    }
}
