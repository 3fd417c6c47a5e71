package dev.parley.client.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a client's WebSocket frames (RFC 6455, section 5) and puts fragments together. Owned by one thread. */
final class FrameReader {

    private static final int MOST_CONTROL_BYTES = 125;

    private final DataInputStream in;
    private final int maxBytes;
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    /** Opcode of the message that is being put together; 0 if there is none. */
    private int started;

    FrameReader(InputStream in, int maxBytes) {
        this.in = new DataInputStream(in);
        this.maxBytes = maxBytes;
    }

    /** A whole message or a control frame. */
    @SuppressWarnings("ArrayRecordComponent")
    record Message(int opcode, byte[] data) {}

    /** The client broke a rule; the connection is closed with this code. */
    static final class Violation extends IOException {
        private static final long serialVersionUID = 1L;
        private final int code;

        Violation(int code, String message) {
            super(message);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** The next message or control frame; null if the stream ends before one begins. */
    @Nullable
    Message next() throws IOException {
        while (true) {
            int first = in.read();
            if (first < 0) {
                return null;
            }
            int second = in.readUnsignedByte();
            require((first & 0x70) == 0, 1002, "reserved bits are set");
            require((second & 0x80) != 0, 1002, "a client's frame is not masked");
            int opcode = first & 0xf;
            boolean last = (first & 0x80) != 0;
            long length = length(second & 0x7f);
            if (opcode >= Frames.CLOSE) {
                require(last && length <= MOST_CONTROL_BYTES, 1002, "a control frame is fragmented or too long");
                require(opcode <= Frames.PONG, 1002, "unknown opcode " + opcode);
                return new Message(opcode, unmasked((int) length));
            }
            begin(opcode);
            require(
                    length >= 0 && length <= maxBytes - parts.size(),
                    1009,
                    "a message has more than " + maxBytes + " bytes");
            parts.writeBytes(unmasked((int) length));
            if (last) {
                return message();
            }
        }
    }

    private void begin(int opcode) throws Violation {
        require(opcode <= Frames.BINARY, 1002, "unknown opcode " + opcode);
        require((opcode == Frames.CONTINUATION) == (started != 0), 1002, "fragments are out of order");
        if (opcode != Frames.CONTINUATION) {
            started = opcode;
        }
    }

    private Message message() throws Violation {
        Message message = new Message(started, parts.toByteArray());
        started = 0;
        parts.reset();
        if (message.opcode() == Frames.TEXT) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message.data()));
            } catch (CharacterCodingException e) {
                throw new Violation(1007, "a text is no UTF-8");
            }
        }
        return message;
    }

    private long length(int shortLength) throws IOException {
        return switch (shortLength) {
            case 126 -> in.readUnsignedShort();
            case 127 -> in.readLong();
            default -> shortLength;
        };
    }

    private byte[] unmasked(int length) throws IOException {
        byte[] mask = new byte[4];
        in.readFully(mask);
        byte[] data = new byte[length];
        in.readFully(data);
        for (int i = 0; i < length; i++) {
            data[i] ^= mask[i & 3];
        }
        return data;
    }

    private static void require(boolean condition, int code, String message) throws Violation {
        if (!condition) {
            throw new Violation(code, message);
        }
    }
}
