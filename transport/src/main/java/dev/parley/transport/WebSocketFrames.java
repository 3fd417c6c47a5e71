package dev.parley.transport;

import io.netty.buffer.ByteBuf;

/** Server-side WebSocket framing (RFC 6455 section 5.2): final, unmasked frames. */
public final class WebSocketFrames {

    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    /** The longest header a server frame can have. */
    public static final int MAX_HEADER = 10;

    private WebSocketFrames() {}

    /** Appends the header of a text frame whose payload of {@code length} bytes follows. */
    public static void textHeader(ByteBuf out, int length) {
        header(out, TEXT, length);
    }

    /** Appends the header of a binary frame whose payload of {@code length} bytes follows. */
    public static void binaryHeader(ByteBuf out, int length) {
        header(out, BINARY, length);
    }

    static void header(ByteBuf out, int opcode, int length) {
        out.writeByte(0x80 | opcode);
        if (length < 126) {
            out.writeByte(length);
        } else if (length <= 0xFFFF) {
            out.writeByte(126);
            out.writeShort(length);
        } else {
            out.writeByte(127);
            out.writeLong(length);
        }
    }
}
