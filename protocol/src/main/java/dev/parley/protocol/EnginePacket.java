package dev.parley.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * One Engine.IO packet. Its data is a range of an array that is not copied and must not be written to. Equal if type and
 * content are.
 *
 * @param type the type
 * @param binary whether the data is binary rather than UTF-8 text; only messages can be
 * @param data the array that holds the data, which does not include the type
 * @param from index of the first byte of data
 * @param to index after the last byte of data
 */
@SuppressWarnings("ArrayRecordComponent")
public record EnginePacket(PacketType type, boolean binary, byte[] data, int from, int to) {
    private static final byte[] NO_BYTES = new byte[0];

    /** Checks the range, and that only messages are binary. */
    public EnginePacket {
        Objects.checkFromToIndex(from, to, data.length);
        if (binary && type != PacketType.MESSAGE) {
            throw new IllegalArgumentException("only messages are binary");
        }
    }

    /** A packet without data. */
    public static EnginePacket empty(PacketType type) {
        return new EnginePacket(type, false, NO_BYTES, 0, 0);
    }

    /** A packet with text. */
    public static EnginePacket text(PacketType type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new EnginePacket(type, false, bytes, 0, bytes.length);
    }

    /** A text message whose content is already UTF-8. */
    public static EnginePacket message(byte[] utf8) {
        return new EnginePacket(PacketType.MESSAGE, false, utf8, 0, utf8.length);
    }

    /** A binary message. */
    public static EnginePacket binary(byte[] bytes) {
        return new EnginePacket(PacketType.MESSAGE, true, bytes, 0, bytes.length);
    }

    /** Bytes of data. */
    public int length() {
        return to - from;
    }

    /** The data as an array of its own; the very array, if the data fills it. */
    public byte[] bytes() {
        return from == 0 && to == data.length ? data : Arrays.copyOfRange(data, from, to);
    }

    /** The data read as UTF-8. */
    public String text() {
        return new String(data, from, to - from, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EnginePacket that
                && type == that.type
                && binary == that.binary
                && Arrays.equals(data, from, to, that.data, that.from, that.to);
    }

    @Override
    public int hashCode() {
        int hash = type.hashCode();
        for (int i = from; i < to; i++) {
            hash = 31 * hash + data[i];
        }
        return hash;
    }

    /** Type and size; no content, so that it may be logged. */
    @Override
    public String toString() {
        return type + (binary ? " binary " : " ") + length() + " bytes";
    }
}
