package dev.parley.protocol;

/** Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {
    private Utf8() {}

    /** The index after the character that starts at {@code i} with a byte above 0x7f, or -1 if it is not valid. */
    static int afterMultiByte(byte[] a, int i, int to) {
        int lead = a[i] & 0xff;
        if (lead < 0xc2 || lead > 0xf4) {
            return -1;
        }
        int end = i + (lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);
        if (end > to) {
            return -1;
        }
        int second = a[i + 1] & 0xff;
        // Only the second byte's range depends on the lead: it is what excludes overlong forms and surrogates.
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < low || second > high) {
            return -1;
        }
        for (int k = i + 2; k < end; k++) {
            if ((a[k] & 0xc0) != 0x80) {
                return -1;
            }
        }
        return end;
    }

    static void check(byte[] a, int from, int to) throws ProtocolException {
        int i = from;
        while (i < to) {
            i = a[i] >= 0 ? i + 1 : afterMultiByte(a, i, to);
            if (i < 0) {
                throw ProtocolException.malformed("invalid UTF-8");
            }
        }
    }

    /** The length in UTF-16 code units of bytes known to be valid. */
    static int utf16Length(byte[] a, int from, int to) {
        int units = 0;
        for (int i = from; i < to; i++) {
            int b = a[i] & 0xff;
            if ((b & 0xc0) != 0x80) {
                units += b >= 0xf0 ? 2 : 1;
            }
        }
        return units;
    }

    /**
     * The index after {@code units} UTF-16 code units of text that starts at {@code from}.
     *
     * @throws ProtocolException if the text is not UTF-8, ends earlier, or the count falls inside a surrogate pair
     */
    static int afterUtf16(byte[] a, int from, int to, int units) throws ProtocolException {
        int i = from;
        int left = units;
        while (left > 0) {
            if (i >= to) {
                throw ProtocolException.malformed("packet length exceeds the body");
            }
            if (a[i] >= 0) {
                i++;
                left--;
                continue;
            }
            int next = afterMultiByte(a, i, to);
            if (next < 0) {
                throw ProtocolException.malformed("invalid UTF-8");
            }
            left -= next - i == 4 ? 2 : 1;
            i = next;
        }
        if (left < 0) {
            throw ProtocolException.malformed("packet length splits a character");
        }
        return i;
    }
}
