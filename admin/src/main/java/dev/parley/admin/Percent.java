package dev.parley.admin;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of everything but the unreserved characters (RFC 3986, 2.3), as UTF-8. */
final class Percent {

    private static final String PLAIN = "-._~";
    private static final String HEX = "0123456789ABCDEF";

    private Percent() {}

    /**
     * A name as one segment of a path.
     *
     * @param what the name names, for the error
     * @throws IllegalArgumentException if it is empty, for the path would mean something else, or is no Unicode text
     */
    static String segment(String what, String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException(what + " must not be empty");
        }
        // Segments of dots alone are steps in a path, and something on the way may take them.
        return name.equals(".") || name.equals("..") ? name.replace(".", "%2E") : encode(what, name);
    }

    /**
     * A text as a value of a query.
     *
     * @throws IllegalArgumentException if it is no Unicode text
     */
    static String encode(String what, String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        ByteBuffer bytes = utf8(what, text);
        while (bytes.hasRemaining()) {
            int b = bytes.get() & 0xff;
            if (isPlain(b)) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
            }
        }
        return out.toString();
    }

    private static ByteBuffer utf8(String what, String text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(what + " holds half of a surrogate pair, which has no UTF-8", e);
        }
    }

    private static boolean isPlain(int b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || PLAIN.indexOf(b) >= 0;
    }
}
