package dev.parley.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user's content: one JSON value as a range of UTF-8 bytes, and the binary attachments it refers to.
 *
 * <p>Nobody looks inside to pass it on. In the text an attachment is <code>{"_placeholder":true,"num":n}</code>; the
 * placeholders of a payload are numbered 0, 1, 2, … in document order and there are exactly as many as attachments, so
 * payloads can be put together by renumbering ({@link #appendTo}). In a payload without attachments such an object is plain
 * data; {@link SocketDecoder#forClient} and {@link #parsePlain} let it in. A value that is absent is Java's null; JSON's null is
 * a payload like any other. The argument list of {@link EventArguments#all()} is the one payload that is not a single
 * value but several, separated by commas, or none.
 *
 * <p>Immutable, and safe to hand to any thread, as long as nobody writes to the arrays it was made of: they are not
 * copied. Two payloads are equal if their bytes and attachments are.
 */
public final class Payload {
    private static final byte[] NO_BYTES = new byte[0];

    /** No argument at all: a text of zero bytes, see {@link EventArguments#all()}. */
    public static final Payload EMPTY = new Payload(NO_BYTES, 0, 0, List.of());

    /** JSON's null. */
    public static final Payload NULL = json("null");

    private final byte[] array;
    private final int offset;
    private final int length;
    private final List<byte[]> attachments;

    private Payload(byte[] array, int offset, int length, List<byte[]> attachments) {
        this.array = array;
        this.offset = offset;
        this.length = length;
        this.attachments = attachments;
    }

    /**
     * The payload of a JSON text of our own making. If it holds placeholders, it is complete only with {@link
     * #withAttachments}.
     *
     * @throws IllegalArgumentException if it is not exactly one JSON value
     */
    public static Payload json(String text) {
        return json(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The payload of a JSON text of our own making, in UTF-8; the array is kept.
     *
     * @throws IllegalArgumentException if it is not exactly one JSON value
     */
    public static Payload json(byte[] text) {
        try {
            return new JsonScanner(JsonLimits.DEFAULT.withMaxBytes(Integer.MAX_VALUE)).document(text, 0, text.length);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * The payload of a JSON text that came from outside, for instance in an HTTP body; the array is kept. Placeholders
     * are refused, because there are no attachments they could mean and who passes them on must not send any.
     *
     * @throws ProtocolException if it is not exactly one JSON value or breaks a limit
     */
    public static Payload parse(byte[] text, int from, int to, JsonLimits limits) throws ProtocolException {
        Objects.checkFromToIndex(from, to, text.length);
        JsonScanner scanner = new JsonScanner(limits);
        Payload payload = scanner.document(text, from, to);
        if (scanner.placeholderCount() > 0) {
            throw ProtocolException.malformed("placeholder without attachment");
        }
        return payload;
    }

    /**
     * The payload of a JSON text that came from outside and is only read here; the array is kept. As {@link #parse}, but
     * objects that look like placeholders are plain data, in whatever form.
     *
     * @throws ProtocolException if it is not exactly one JSON value or breaks a limit
     */
    public static Payload parsePlain(byte[] text, int from, int to, JsonLimits limits) throws ProtocolException {
        Objects.checkFromToIndex(from, to, text.length);
        return new JsonScanner(limits).document(text, from, to, true);
    }

    /** The bytes from {@code from} to {@code to} as a payload without attachments. Trusted: nothing is checked. */
    public static Payload slice(byte[] array, int from, int to) {
        Objects.checkFromToIndex(from, to, array.length);
        return new Payload(array, from, to - from, List.of());
    }

    static Payload trusted(byte[] array, int from, int to, List<byte[]> attachments) {
        return new Payload(array, from, to - from, attachments);
    }

    /**
     * The same text with these attachments; the arrays are kept.
     *
     * @throws IllegalArgumentException if the text's placeholders are not numbered 0 to {@code list.size() - 1} in
     *     document order
     */
    public Payload withAttachments(List<byte[]> list) {
        int[] marks = Placeholders.find(array, offset, offset + length);
        boolean fits = marks.length == list.size();
        for (int k = 0; fits && k < marks.length; k++) {
            fits = Placeholders.number(array, marks[k], offset + length) == k;
        }
        if (!fits) {
            throw new IllegalArgumentException("placeholders do not fit " + list.size() + " attachments");
        }
        return new Payload(array, offset, length, List.copyOf(list));
    }

    /** The array that holds the text. Do not write to it. */
    public byte[] array() {
        return array;
    }

    /** Where the text starts in {@link #array}. */
    public int offset() {
        return offset;
    }

    /** How many bytes of {@link #array} are the text. */
    public int length() {
        return length;
    }

    /** The attachments in the order of their placeholders; unmodifiable, and nobody may write to the arrays. */
    public List<byte[]> attachments() {
        return attachments;
    }

    /** Whether there are attachments. */
    public boolean isBinary() {
        return !attachments.isEmpty();
    }

    /**
     * Which attachment the object stands for that opens at an index of {@link #array}.
     *
     * @param index where the object's brace is
     * @return the number of the attachment; -1 if the object is no placeholder, as always without attachments
     */
    public int placeholderAt(int index) {
        Objects.checkIndex(index - offset, length);
        int digits = isBinary() ? Placeholders.match(array, index, offset + length) : -1;
        return digits < 0 ? -1 : Placeholders.number(array, digits, offset + length);
    }

    /** Bytes of the text and of all attachments. */
    public int size() {
        int size = length;
        for (byte[] attachment : attachments) {
            size += attachment.length;
        }
        return size;
    }

    /** What kind of JSON value this is. An attachment alone is {@link JsonKind#BINARY}. */
    public JsonKind kind() {
        return JsonKind.of(this);
    }

    /** The text of a JSON string; null if this is something else. */
    public @Nullable String text() {
        return kind() == JsonKind.STRING ? JsonText.unescape(array, offset + 1, offset + length - 1) : null;
    }

    /** This payload for keeping: if its text is the smaller part of a big array, a copy that lets the array go. */
    public Payload compact() {
        if (length * 2L >= array.length) {
            return this;
        }
        return new Payload(Arrays.copyOfRange(array, offset, offset + length), 0, length, attachments);
    }

    /** Copies the text to {@code dst}, beginning at index {@code at}. */
    public void copyTo(byte[] dst, int at) {
        System.arraycopy(array, offset, dst, at, length);
    }

    /**
     * Appends the text with its placeholders numbered from {@code firstNumber} on, so that this payload can follow others
     * that use the numbers before. The caller sends the attachments in the same order.
     */
    public void appendTo(ByteBuilder out, int firstNumber) {
        if (firstNumber == 0 || attachments.isEmpty()) {
            out.append(this);
            return;
        }
        int[] marks = Placeholders.find(array, offset, offset + length);
        int[] numbers = new int[marks.length];
        Arrays.setAll(numbers, k -> k);
        Placeholders.renumber(out, this, marks, numbers, firstNumber);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length)
                && sameAttachments(that);
    }

    private boolean sameAttachments(Payload that) {
        boolean same = attachments.size() == that.attachments.size();
        for (int k = 0; same && k < attachments.size(); k++) {
            same = Arrays.equals(attachments.get(k), that.attachments.get(k));
        }
        return same;
    }

    @Override
    public int hashCode() {
        int hash = attachments.size();
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /** The JSON text. */
    @Override
    public String toString() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }
}
