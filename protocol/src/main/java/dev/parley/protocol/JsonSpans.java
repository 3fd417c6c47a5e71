package dev.parley.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds the parts of JSON that has been checked before. */
final class JsonSpans {
    private JsonSpans() {}

    /** Start and end of each element of an array, in pairs. */
    static int[] ofArray(Payload array) {
        byte[] a = array.array();
        int to = array.offset() + array.length() - 1;
        int[] spans = new int[16];
        int count = 0;
        int i = Json.skipSpace(a, array.offset() + 1, to);
        while (i < to) {
            if (count == spans.length) {
                spans = Arrays.copyOf(spans, count * 2);
            }
            spans[count++] = i;
            i = Json.skipValue(a, i, to);
            spans[count++] = i;
            i = next(a, i, to);
        }
        return Arrays.copyOf(spans, count);
    }

    /** Start and end of name and value of each member of an object, in fours; names are without their quotes. */
    static int[] ofObject(Payload object) {
        byte[] a = object.array();
        int to = object.offset() + object.length() - 1;
        int[] spans = new int[32];
        int count = 0;
        int i = Json.skipSpace(a, object.offset() + 1, to);
        while (i < to) {
            if (count == spans.length) {
                spans = Arrays.copyOf(spans, count * 2);
            }
            int name = i;
            i = Json.skipString(a, i, to);
            spans[count++] = name + 1;
            spans[count++] = i - 1;
            i = Json.skipSpace(a, Json.skipSpace(a, i, to) + 1, to);
            spans[count++] = i;
            i = Json.skipValue(a, i, to);
            spans[count++] = i;
            i = next(a, i, to);
        }
        return Arrays.copyOf(spans, count);
    }

    /** The string or finite number in a range that holds one value; null if it is something else. */
    static @Nullable NameValue name(byte[] a, int from, int to) {
        if (a[from] == '"') {
            return new NameValue(JsonText.unescape(a, from + 1, to - 1), false);
        }
        String number = isNumber(a[from]) ? JsNumber.text(a, from, to) : null;
        return number == null ? null : new NameValue(number, true);
    }

    static boolean isNumber(byte first) {
        return first == '-' || Json.isDigit(first);
    }

    /** From behind a value to the next one, over the comma. */
    private static int next(byte[] a, int from, int to) {
        int comma = Json.skipSpace(a, from, to);
        return comma < to ? Json.skipSpace(a, comma + 1, to) : to;
    }
}
