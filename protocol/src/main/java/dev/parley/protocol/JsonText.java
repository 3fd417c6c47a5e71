package dev.parley.protocol;

import java.nio.charset.StandardCharsets;

/** JSON strings, written and read the way JavaScript's {@code JSON} does it. */
public final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private JsonText() {}

    /**
     * Appends {@code text} as a JSON string with its quotes. Only what must be escaped is, and half a surrogate pair is
     * written as an escape, so that the result is always valid UTF-8 and reads back as the same text.
     */
    public static void quote(ByteBuilder out, String text) {
        out.append('"');
        int plain = 0;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c != '"' && c != '\\' && !Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            appendPlain(out, text, plain, i);
            escape(out, c);
            plain = i + 1;
        }
        appendPlain(out, text, plain, length);
        out.append('"');
    }

    /** The JSON string of {@code text}, with its quotes. */
    public static String quote(String text) {
        ByteBuilder out = new ByteBuilder(text.length() + 16);
        quote(out, text);
        return out.toString();
    }

    private static void appendPlain(ByteBuilder out, String text, int from, int to) {
        if (from < to) {
            out.appendUtf8(from == 0 && to == text.length() ? text : text.substring(from, to));
        }
    }

    private static void escape(ByteBuilder out, char c) {
        out.append('\\');
        switch (c) {
            case '"', '\\' -> out.append(c);
            case '\b' -> out.append('b');
            case '\f' -> out.append('f');
            case '\n' -> out.append('n');
            case '\r' -> out.append('r');
            case '\t' -> out.append('t');
            default -> {
                out.append('u');
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(HEX.charAt((c >> shift) & 0xf));
                }
            }
        }
    }

    /** Whether the checked JSON string whose content, without quotes, is this range reads as {@code text}. */
    static boolean is(byte[] a, int from, int to, String text) {
        int length = text.length();
        if (to - from < length) {
            return false; // no character takes less than a byte
        }
        for (int i = from; i < to; i++) {
            byte b = a[i];
            if (b < 0 || b == '\\') {
                return unescape(a, from, to).equals(text);
            }
            int k = i - from;
            if (k >= length || b != text.charAt(k)) {
                return false;
            }
        }
        return true;
    }

    /** The text of the checked JSON string whose content, without quotes, is this range. */
    static String unescape(byte[] a, int from, int to) {
        int i = from;
        while (i < to && a[i] != '\\') {
            i++;
        }
        if (i == to) {
            return new String(a, from, to - from, StandardCharsets.UTF_8);
        }
        StringBuilder out = new StringBuilder(to - from);
        int plain = from;
        while (i < to) {
            if (a[i] != '\\') {
                i++;
                continue;
            }
            out.append(new String(a, plain, i - plain, StandardCharsets.UTF_8));
            if (a[i + 1] == 'u') {
                out.append(codeUnit(a, i + 2));
                i += 6;
            } else {
                out.append(unescaped(a[i + 1]));
                i += 2;
            }
            plain = i;
        }
        return out.append(new String(a, plain, to - plain, StandardCharsets.UTF_8))
                .toString();
    }

    private static char codeUnit(byte[] a, int at) {
        int unit = 0;
        for (int k = 0; k < 4; k++) {
            unit = unit << 4 | Character.digit(a[at + k], 16);
        }
        return (char) unit;
    }

    private static char unescaped(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> (char) letter;
        };
    }
}
