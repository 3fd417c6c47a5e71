package dev.parley.protocol;

/**
 * Steps over JSON that has been checked before ({@link JsonScanner}). On anything else the answers are meaningless, but
 * never outside the given range.
 */
final class Json {
    private Json() {}

    static int skipSpace(byte[] a, int from, int to) {
        int i = from;
        while (i < to && isSpace(a[i])) {
            i++;
        }
        return i;
    }

    static int skipDigits(byte[] a, int from, int to) {
        int i = from;
        while (i < to && isDigit(a[i])) {
            i++;
        }
        return i;
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static boolean startsWith(byte[] a, int at, int to, byte[] prefix) {
        if (to - at < prefix.length) {
            return false;
        }
        for (int k = 0; k < prefix.length; k++) {
            if (a[at + k] != prefix[k]) {
                return false;
            }
        }
        return true;
    }

    /** The index after the value that starts at {@code from}. */
    static int skipValue(byte[] a, int from, int to) {
        byte first = a[from];
        if (first == '"') {
            return skipString(a, from, to);
        }
        if (first == '{' || first == '[') {
            return skipContainer(a, from, to);
        }
        int i = from;
        while (i < to && a[i] != ',' && a[i] != '}' && a[i] != ']' && !isSpace(a[i])) {
            i++;
        }
        return i;
    }

    /** The index after the string whose opening quote is at {@code from}. */
    static int skipString(byte[] a, int from, int to) {
        int i = from + 1;
        while (i < to && a[i] != '"') {
            i += a[i] == '\\' ? 2 : 1;
        }
        return Math.min(i + 1, to);
    }

    private static int skipContainer(byte[] a, int from, int to) {
        int depth = 0;
        int i = from;
        while (i < to) {
            byte b = a[i];
            if (b == '"') {
                i = skipString(a, i, to);
                continue;
            }
            i++;
            if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
                if (depth == 0) {
                    return i;
                }
            }
        }
        return to;
    }
}
