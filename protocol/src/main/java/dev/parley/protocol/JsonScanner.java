package dev.parley.protocol;

import dev.parley.protocol.ProtocolException.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Checks one JSON text (RFC 8259) in UTF-8 in a single pass without building anything, and notes on the way what slicing
 * needs: the ranges of the outermost array's elements, the members of the second one if it is an object, and the places of
 * the placeholders. The second element is the first argument of an event: what gateways read.
 *
 * <p>A tokenizer made for reading values would decode every name and number of content that is only passed on, guesses
 * the encoding, and does not check the UTF-8 of what it skips. Here the loop keeps its own stack, so depth is a limit
 * and never a stack overflow. The tests hold it against such a tokenizer, text by text.
 *
 * <p>Owned by one thread. The notes are valid until the next scan.
 */
final class JsonScanner {
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_BYTES = new byte[0];
    private static final int[] NO_MEMBERS = {};
    private static final String MARK = "_placeholder";
    private static final int KEPT_ROOM = 64;

    /** How many of {@link #spans} are noted when the second element is being read. */
    private static final int IN_SECOND = 3;

    /** Start and end of name and value of a member. */
    private static final int PER_MEMBER = 4;

    /** An object with more members is not one that a gateway reads. */
    private static final int MOST_NOTED = 16 * PER_MEMBER;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long SPACES = ' ' * ONES;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    private final JsonLimits limits;

    private byte[] a = NO_BYTES;
    private int to;
    /** The index of the bracket or brace of each open container; its length grows up to the depth limit. */
    private int[] opens = new int[8];

    private int depth;
    /** Start and end of each element, in pairs, if the outermost value is an array. */
    private int[] spans = new int[16];

    private int spanEnd;
    private boolean noteSpans;
    /** Start and end of name and value of each member of the second element. */
    private int[] members = NO_MEMBERS;

    private int memberEnd;
    private boolean noteMembers;
    private int @Nullable [] marks;
    private int markCount;
    private boolean plain;
    /** Whether the string that was passed last holds a backslash. */
    private boolean escaped;

    JsonScanner(JsonLimits limits) {
        this.limits = limits;
    }

    /**
     * Checks that the range holds one value and white space, and returns that value. Placeholders are noted, and those in
     * a wrong form refused.
     */
    Payload document(byte[] array, int from, int end) throws ProtocolException {
        return document(array, from, end, false);
    }

    /**
     * Checks that the range holds one value and white space, and returns that value.
     *
     * @param plain whether objects that look like placeholders are data like any other, neither noted nor refused
     */
    Payload document(byte[] array, int from, int end, boolean plain) throws ProtocolException {
        this.plain = plain;
        if (end - from > limits.maxBytes()) {
            throw new ProtocolException(Reason.TOO_LARGE, "JSON text too large");
        }
        int start = Json.skipSpace(array, from, end);
        int stop = value(array, start, end);
        if (Json.skipSpace(array, stop, end) != end) {
            throw ProtocolException.malformed("text after the JSON value");
        }
        return Payload.slice(array, start, stop);
    }

    /** How many elements the outermost array has; 0 if the value is no array. */
    int elementCount() {
        return spanEnd / 2;
    }

    /** Start and end of all elements, in pairs. */
    int[] elements() {
        return Arrays.copyOf(spans, spanEnd);
    }

    /** Whether {@link #notes} tell all members of the second element, should it be an object. */
    boolean knowsMembers() {
        return noteMembers;
    }

    /**
     * Start and end of all elements, in pairs; behind them start and end of name and value of each member of the second
     * element, in fours, if that is an object and {@link #knowsMembers}.
     */
    int[] notes() {
        int[] notes = Arrays.copyOf(spans, spanEnd + memberEnd);
        System.arraycopy(members, 0, notes, spanEnd, memberEnd);
        return notes;
    }

    /** The index of the first byte of an element. */
    int elementStart(int index) {
        return spans[2 * index];
    }

    /** The index after the last byte of an element. */
    int elementEnd(int index) {
        return spans[2 * index + 1];
    }

    int placeholderCount() {
        return markCount;
    }

    /** Where the digits of each placeholder start, in document order. */
    int[] placeholders() {
        return marks == null ? new int[0] : Arrays.copyOf(marks, markCount);
    }

    /** Lets go of the scanned array, and of room that one unusual text has needed. */
    void release() {
        a = NO_BYTES;
        marks = null;
        if (spans.length > KEPT_ROOM) {
            spans = new int[16];
        }
    }

    /** Checks the value that starts at {@code from} and returns the index after it. */
    private int value(byte[] array, int from, int end) throws ProtocolException {
        a = array;
        to = end;
        depth = 0;
        spanEnd = 0;
        markCount = 0;
        memberEnd = 0;
        noteMembers = true;
        noteSpans = from < end && array[from] == '[';
        int i = from;
        while (true) {
            if (depth == 1 && noteSpans) {
                noteBound(i);
            }
            int open = depth;
            i = start(i);
            if (depth > open) {
                continue;
            }
            i = close(i);
            if (depth == 0) {
                return i;
            }
        }
    }

    /**
     * Passes the value at {@code i}. Of a container with content only the opening is passed: then it is open, and the
     * result is the place of its first value.
     */
    private int start(int i) throws ProtocolException {
        if (i >= to) {
            throw ProtocolException.malformed("JSON ends early");
        }
        return switch (a[i]) {
            case '"' -> string(i + 1);
            case '{' -> open(i, '}');
            case '[' -> open(i, ']');
            case 't' -> literal(i, Placeholders.TRUE);
            case 'f' -> literal(i, FALSE);
            case 'n' -> literal(i, NULL);
            default -> number(i);
        };
    }

    private int open(int i, char closing) throws ProtocolException {
        if (depth == opens.length) {
            opens = Arrays.copyOf(opens, depth * 2);
        }
        if (depth == limits.maxDepth()) {
            throw new ProtocolException(Reason.TOO_COMPLEX, "JSON nested too deep");
        }
        int next = Json.skipSpace(a, i + 1, to);
        if (next < to && a[next] == closing) {
            return next + 1;
        }
        opens[depth++] = i;
        return closing == '}' ? name(next) : next;
    }

    /** After a value: closes what ends there, and goes to the next value if something stays open. */
    private int close(int after) throws ProtocolException {
        int i = after;
        while (depth > 0) {
            if (depth == 1 && noteSpans) {
                noteBound(i);
            } else if (depth == 2 && memberEnd % PER_MEMBER != 0) {
                members[memberEnd++] = i;
            }
            i = Json.skipSpace(a, i, to);
            if (i >= to) {
                throw ProtocolException.malformed("JSON ends early");
            }
            boolean object = a[opens[depth - 1]] == '{';
            byte b = a[i++];
            if (b == ',') {
                i = Json.skipSpace(a, i, to);
                return object ? name(i) : i;
            }
            if (b != (object ? '}' : ']')) {
                throw ProtocolException.malformed("JSON has a wrong separator");
            }
            depth--;
        }
        return i;
    }

    /** Passes a member's name and colon, and notes a placeholder if this member makes its object one. */
    private int name(int i) throws ProtocolException {
        if (i >= to || a[i] != '"') {
            throw ProtocolException.malformed("JSON member without a name");
        }
        int end = string(i + 1);
        int colon = Json.skipSpace(a, end, to);
        if (colon >= to || a[colon] != ':') {
            throw ProtocolException.malformed("JSON member without a value");
        }
        int value = Json.skipSpace(a, colon + 1, to);
        if (depth == 2 && spanEnd == IN_SECOND && noteMembers) {
            noteMember(i + 1, end - 1, value);
        }
        if (plain) {
            return value;
        }
        boolean marker = escaped
                ? JsonText.unescape(a, i + 1, end - 1).equals(MARK)
                : end - i == Placeholders.MARK.length && Json.startsWith(a, i, end, Placeholders.MARK);
        if (marker && Json.startsWith(a, value, to, Placeholders.TRUE)) {
            noteMark(Placeholders.match(a, opens[depth - 1], to));
        }
        return value;
    }

    /** Passes the rest of a string, from behind its opening quote. */
    private int string(int from) throws ProtocolException {
        byte[] bytes = a;
        int end = to;
        escaped = false;
        int i = from;
        while (i < end) {
            // Eight bytes at a time, up to the first that is more than a plain character. That one is found exactly: a
            // byte's
            // difference borrows from the next only if it is such a byte itself.
            while (i + Long.BYTES <= end) {
                long eight = (long) LONGS.get(bytes, i);
                long special = (eight | (eight - SPACES) | ((eight ^ QUOTES) - ONES) | ((eight ^ BACKSLASHES) - ONES))
                        & HIGH_BITS;
                if (special != 0) {
                    i += Long.numberOfTrailingZeros(special) / Byte.SIZE;
                    break;
                }
                i += Long.BYTES;
            }
            if (i == end) {
                break;
            }
            byte b = bytes[i];
            if (b == '"') {
                return i + 1;
            }
            if (b == '\\') {
                i = escape(i + 1);
                escaped = true;
            } else if (b >= 0x20) {
                i++;
            } else if (b < 0) {
                i = Utf8.afterMultiByte(bytes, i, end);
                if (i < 0) {
                    throw ProtocolException.malformed("invalid UTF-8");
                }
            } else {
                throw ProtocolException.malformed("control character in a JSON string");
            }
        }
        throw ProtocolException.malformed("JSON ends early");
    }

    private int escape(int i) throws ProtocolException {
        int end = i;
        if (i < to) {
            end = switch (a[i]) {
                case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> i + 1;
                case 'u' -> hexEnd(i + 1);
                default -> i;
            };
        }
        if (end == i) {
            throw ProtocolException.malformed("wrong escape in a JSON string");
        }
        return end;
    }

    private int hexEnd(int i) throws ProtocolException {
        if (to - i >= 4 && isHex(a[i]) && isHex(a[i + 1]) && isHex(a[i + 2]) && isHex(a[i + 3])) {
            return i + 4;
        }
        throw ProtocolException.malformed("wrong escape in a JSON string");
    }

    private static boolean isHex(byte b) {
        return Character.digit(b, 16) >= 0;
    }

    private int literal(int i, byte[] word) throws ProtocolException {
        if (!Json.startsWith(a, i, to, word)) {
            throw ProtocolException.malformed("not a JSON value");
        }
        return i + word.length;
    }

    private int number(int from) throws ProtocolException {
        int i = a[from] == '-' ? from + 1 : from;
        int whole = i;
        i = Json.skipDigits(a, i, to);
        if (i == whole || (i - whole > 1 && a[whole] == '0')) {
            throw ProtocolException.malformed("not a JSON value");
        }
        if (i < to && a[i] == '.') {
            i = digits(i + 1);
        }
        if (i < to && (a[i] == 'e' || a[i] == 'E')) {
            i++;
            i = digits(i < to && (a[i] == '+' || a[i] == '-') ? i + 1 : i);
        }
        if (i - from > limits.maxNumberLength()) {
            throw new ProtocolException(Reason.TOO_COMPLEX, "JSON number too long");
        }
        return i;
    }

    private int digits(int from) throws ProtocolException {
        int i = Json.skipDigits(a, from, to);
        if (i == from) {
            throw ProtocolException.malformed("not a JSON number");
        }
        return i;
    }

    private void noteBound(int i) {
        if (spanEnd == spans.length) {
            spans = Arrays.copyOf(spans, spanEnd * 2);
        }
        spans[spanEnd++] = i;
    }

    private void noteMember(int name, int nameEnd, int value) {
        if (memberEnd == MOST_NOTED) {
            noteMembers = false;
            memberEnd = 0;
            return;
        }
        if (memberEnd == members.length) {
            members = Arrays.copyOf(members, Math.max(4 * PER_MEMBER, memberEnd * 2));
        }
        members[memberEnd++] = name;
        members[memberEnd++] = nameEnd;
        members[memberEnd++] = value;
    }

    private void noteMark(int num) throws ProtocolException {
        if (num < 0) {
            throw ProtocolException.malformed("wrong placeholder");
        }
        int[] known = marks == null ? new int[4] : marks;
        if (markCount == known.length) {
            known = Arrays.copyOf(known, markCount * 2);
        }
        known[markCount++] = num;
        marks = known;
    }
}
