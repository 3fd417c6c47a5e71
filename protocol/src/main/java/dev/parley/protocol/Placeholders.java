package dev.parley.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The objects that stand for attachments in the JSON of a binary packet, <code>{"_placeholder":true,"num":0}</code>
 * (Socket.IO protocol, packet encoding, binary events).
 *
 * <p>Peers replace any object with a true {@code _placeholder} by an attachment and fail on a wrong number, so exactly
 * one form is let in: these two members, in any order, and nothing else. {@link JsonScanner} refuses all others, and so
 * the code that cuts and renumbers can rely on it. A payload without attachments may hold any form, as plain data; so
 * nobody looks for placeholders there.
 */
final class Placeholders {
    static final byte[] MARK = "\"_placeholder\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NUM = "\"num\"".getBytes(StandardCharsets.US_ASCII);
    static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_DIGITS = 9;

    private Placeholders() {}

    /** The index of the number's digits in the placeholder that opens at {@code open}, or -1 if it is none. */
    static int match(byte[] a, int open, int to) {
        boolean marked = false;
        int num = -1;
        int i = Json.skipSpace(a, open + 1, to);
        for (int member = 0; member < 2; member++) {
            if (Json.startsWith(a, i, to, MARK)) {
                i = value(a, i + MARK.length, to);
                if (!Json.startsWith(a, i, to, TRUE)) {
                    return -1;
                }
                i += TRUE.length;
                marked = true;
            } else if (Json.startsWith(a, i, to, NUM)) {
                num = value(a, i + NUM.length, to);
                i = Json.skipDigits(a, num, to);
                boolean leadingZero = i - num > 1 && a[num] == '0';
                if (i == num || leadingZero || i - num > MOST_DIGITS) {
                    return -1;
                }
            } else {
                return -1;
            }
            i = Json.skipSpace(a, i, to);
            if (i >= to || a[i] != (member == 0 ? ',' : '}')) {
                return -1;
            }
            i = Json.skipSpace(a, i + 1, to);
        }
        return marked ? num : -1;
    }

    /** The index of the value behind a name's colon; {@code to}, where nothing matches, if there is no colon. */
    private static int value(byte[] a, int afterName, int to) {
        int colon = Json.skipSpace(a, afterName, to);
        return colon < to && a[colon] == ':' ? Json.skipSpace(a, colon + 1, to) : to;
    }

    /** The number whose digits start at {@code at}. */
    static int number(byte[] a, int at, int to) {
        int value = 0;
        for (int i = at; i < to && Json.isDigit(a[i]); i++) {
            value = value * 10 + (a[i] - '0');
        }
        return value;
    }

    /** Where the digits of each placeholder start, in document order. Works for one value and for a list of values. */
    static int[] find(byte[] a, int from, int to) {
        int[] found = new int[4];
        int count = 0;
        int open = -1;
        int i = from;
        while (i < to) {
            byte b = a[i];
            if (b != '"') {
                if (b == '{') {
                    open = i;
                }
                i++;
                continue;
            }
            if (open >= 0 && Json.startsWith(a, i, to, MARK)) {
                int num = match(a, open, to);
                if (num >= 0) {
                    found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
                    found[count++] = num;
                    open = -1;
                }
            }
            i = Json.skipString(a, i, to);
        }
        return Arrays.copyOf(found, count);
    }

    /**
     * The part of {@code whole} from index {@code from} to {@code to} of its array, with the attachments referenced in
     * that part, numbered from zero. Bytes are copied only if a number changes.
     *
     * @param marks what {@link #find} says about {@code whole}
     */
    static Payload cut(Payload whole, int[] marks, int from, int to) {
        byte[] a = whole.array();
        int first = firstAtOrAfter(marks, from);
        int end = firstAtOrAfter(marks, to);
        if (first == end) {
            return Payload.slice(a, from, to);
        }
        List<byte[]> attachments = List.copyOf(whole.attachments().subList(first, end));
        if (first == 0) {
            return Payload.trusted(a, from, to, attachments);
        }
        ByteBuilder out = new ByteBuilder(to - from + 16);
        int at = from;
        for (int k = first; k < end; k++) {
            out.append(a, at, marks[k] - at).appendLong(k - first);
            at = Json.skipDigits(a, marks[k], to);
        }
        out.append(a, at, to - at);
        return Payload.trusted(out.toByteArray(), 0, out.length(), attachments);
    }

    /** Appends {@code payload} with its k-th placeholder carrying the number {@code numbers[k] + base}. */
    static void renumber(ByteBuilder out, Payload payload, int[] marks, int[] numbers, int base) {
        byte[] a = payload.array();
        int to = payload.offset() + payload.length();
        int at = payload.offset();
        for (int k = 0; k < marks.length; k++) {
            out.append(a, at, marks[k] - at).appendLong((long) numbers[k] + base);
            at = Json.skipDigits(a, marks[k], to);
        }
        out.append(a, at, to - at);
    }

    private static int firstAtOrAfter(int[] marks, int index) {
        int found = Arrays.binarySearch(marks, index);
        return found < 0 ? -found - 1 : found;
    }
}
