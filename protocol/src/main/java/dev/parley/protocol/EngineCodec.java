package dev.parley.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * Engine.IO packets in WebSocket frames, one per frame (Engine.IO protocol, revision 4 and 3, "Packet encoding"). Pure
 * functions. What is decoded refers to the frame's array, which must not be reused.
 */
public final class EngineCodec {
    /** In revision 3 a binary packet carries its type as a number, a text packet as a digit. */
    static final byte MESSAGE_TYPE = 4;

    private EngineCodec() {}

    /**
     * The packet in a text frame: a type character, then data. That the frame is UTF-8 is for the WebSocket layer to
     * check.
     *
     * @throws ProtocolException if the frame is empty or its type unknown
     */
    public static EnginePacket decodeText(byte[] frame, int from, int to) throws ProtocolException {
        if (from >= to) {
            throw ProtocolException.malformed("empty packet");
        }
        PacketType type = PacketType.ofWireChar(frame[from]);
        if (type == null) {
            throw ProtocolException.malformed("unknown packet type");
        }
        return new EnginePacket(type, false, frame, from + 1, to);
    }

    /**
     * The same for peers that may lack binary frames and send binary messages as text: {@code b} and Base64 in revision
     * 4, {@code b4} and Base64 in revision 3.
     *
     * @throws ProtocolException if the frame is empty, its type unknown or its Base64 wrong
     */
    public static EnginePacket decodeText(EngineVersion version, byte[] frame, int from, int to)
            throws ProtocolException {
        return from < to && frame[from] == 'b' ? decodeBase64(version, frame, from, to) : decodeText(frame, from, to);
    }

    /**
     * The message in a binary frame: the bare bytes in revision 4, a type byte and the bytes in revision 3.
     *
     * @throws ProtocolException if revision 3's type byte is absent or not the one of a message
     */
    public static EnginePacket decodeBinary(EngineVersion version, byte[] frame, int from, int to)
            throws ProtocolException {
        if (version == EngineVersion.V4) {
            return new EnginePacket(PacketType.MESSAGE, true, frame, from, to);
        }
        if (from >= to || frame[from] != MESSAGE_TYPE) {
            throw ProtocolException.malformed("binary packet that is no message");
        }
        return new EnginePacket(PacketType.MESSAGE, true, frame, from + 1, to);
    }

    /** The text frame of a packet that is not binary. */
    public static byte[] encodeText(EnginePacket packet) {
        if (packet.binary()) {
            throw new IllegalArgumentException("binary packet in a text frame");
        }
        return encodeText(packet.type(), packet.data(), packet.from(), packet.to());
    }

    /** The text frame of a packet of this type with this UTF-8 data. */
    public static byte[] encodeText(PacketType type, byte[] data, int from, int to) {
        byte[] frame = new byte[to - from + 1];
        frame[0] = (byte) type.wireChar();
        System.arraycopy(data, from, frame, 1, to - from);
        return frame;
    }

    /** The binary frame of a message; in revision 4 the very array, if the data fills it. */
    public static byte[] encodeBinary(EngineVersion version, byte[] data, int from, int to) {
        if (version == EngineVersion.V4) {
            return from == 0 && to == data.length ? data : Arrays.copyOfRange(data, from, to);
        }
        byte[] frame = new byte[to - from + 1];
        frame[0] = MESSAGE_TYPE;
        System.arraycopy(data, from, frame, 1, to - from);
        return frame;
    }

    /** Appends a binary message as text, for transports and peers without binary frames. */
    static void appendBase64(ByteBuilder out, EngineVersion version, EnginePacket packet) {
        out.append('b');
        if (version == EngineVersion.V3) {
            out.append(PacketType.MESSAGE.wireChar());
        }
        ByteBuffer encoded = Base64.getEncoder().encode(ByteBuffer.wrap(packet.data(), packet.from(), packet.length()));
        out.append(encoded.array(), 0, encoded.remaining());
    }

    private static EnginePacket decodeBase64(EngineVersion version, byte[] frame, int from, int to)
            throws ProtocolException {
        int start = from + 1;
        if (version == EngineVersion.V3) {
            if (start >= to || frame[start] != PacketType.MESSAGE.wireChar()) {
                throw ProtocolException.malformed("binary packet that is no message");
            }
            start++;
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(withoutLineBreaks(frame, start, to));
            return new EnginePacket(PacketType.MESSAGE, true, decoded, 0, decoded.length);
        } catch (IllegalArgumentException e) {
            throw ProtocolException.malformed("wrong Base64");
        }
    }

    /** The Socket.IO client for Java ends its Base64 with a line break, and breaks long lines (engine.io-client 2.1.0). */
    private static byte[] withoutLineBreaks(byte[] a, int from, int to) {
        byte[] kept = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (a[i] != '\n' && a[i] != '\r') {
                kept[length++] = a[i];
            }
        }
        return length == kept.length ? kept : Arrays.copyOf(kept, length);
    }
}
