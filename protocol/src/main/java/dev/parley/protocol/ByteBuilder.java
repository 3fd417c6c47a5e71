package dev.parley.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing byte array for building packets without intermediate strings. Owned by one thread; {@link #clear} allows
 * reuse. Every append returns this builder.
 */
public final class ByteBuilder {
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int length;

    /** A builder with room for 256 bytes. */
    public ByteBuilder() {
        this(256);
    }

    /** A builder that grows only beyond {@code capacity} bytes. */
    public ByteBuilder(int capacity) {
        bytes = new byte[Math.max(capacity, 16)];
    }

    /** The backing array; valid up to {@link #length} and until the next append. */
    public byte[] array() {
        return bytes;
    }

    /** How many bytes have been appended. */
    public int length() {
        return length;
    }

    /** A copy of what has been appended. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** Forgets the content and keeps the room. */
    public ByteBuilder clear() {
        length = 0;
        return this;
    }

    /** Appends one byte. */
    public ByteBuilder append(byte b) {
        reserve(1);
        bytes[length++] = b;
        return this;
    }

    /** Appends one ASCII character. */
    public ByteBuilder append(char ascii) {
        return append((byte) ascii);
    }

    /** Appends all of {@code source}. */
    public ByteBuilder append(byte[] source) {
        return append(source, 0, source.length);
    }

    /** Appends {@code count} bytes of {@code source}, beginning at {@code from}. */
    public ByteBuilder append(byte[] source, int from, int count) {
        reserve(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
        return this;
    }

    /** Appends the JSON text of a payload; its attachments are the caller's business. */
    public ByteBuilder append(Payload payload) {
        return append(payload.array(), payload.offset(), payload.length());
    }

    /** Appends a text known to be ASCII, one byte per character. */
    public ByteBuilder appendAscii(String text) {
        int count = text.length();
        reserve(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) text.charAt(i);
        }
        length += count;
        return this;
    }

    /** Appends a text as UTF-8. A surrogate without its other half becomes a question mark. */
    public ByteBuilder appendUtf8(String text) {
        int count = text.length();
        reserve(count);
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c > 0x7f) {
                length += i;
                return append(text.substring(i).getBytes(StandardCharsets.UTF_8));
            }
            bytes[length + i] = (byte) c;
        }
        length += count;
        return this;
    }

    /** Appends a number in decimal. */
    public ByteBuilder appendLong(long value) {
        if (value >= 0 && value <= 9) {
            return append((byte) ('0' + value));
        }
        return appendAscii(Long.toString(value));
    }

    /** What has been appended, read as UTF-8. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            long needed = (long) length + more;
            if (needed > LARGEST_ARRAY) {
                throw new OutOfMemoryError("packet larger than an array");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST_ARRAY, Math.max(needed, bytes.length * 2L)));
        }
    }
}
