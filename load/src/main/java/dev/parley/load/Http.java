package dev.parley.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Locale;

/** Heads of HTTP/1.1 answers. */
final class Http {
    private static final byte[] LENGTH = "content-length:".getBytes(US_ASCII);

    private Http() {}

    /** @return where the body begins, or -1 if the head is not complete */
    static int endOfHead(ByteBuffer in, int from, int end) {
        for (int i = from; i + 4 <= end; i++) {
            if (in.get(i) == '\r' && in.getInt(i) == 0x0d0a0d0a) {
                return i + 4;
            }
        }
        return -1;
    }

    /** @return what the Content-Length of a head in the buffer says; -1 if it has none */
    static int contentLength(ByteBuffer in, int from, int end) {
        for (int i = from; i + LENGTH.length < end; i++) {
            if (in.get(i) == '\n' && isLength(in, i + 1)) {
                return number(in, i + 1 + LENGTH.length, end);
            }
        }
        return -1;
    }

    private static boolean isLength(ByteBuffer in, int at) {
        for (int i = 0; i < LENGTH.length; i++) {
            int letter = in.get(at + i);
            if ((letter >= 'A' && letter <= 'Z' ? letter + 32 : letter) != LENGTH[i]) {
                return false;
            }
        }
        return true;
    }

    private static int number(ByteBuffer in, int from, int end) {
        int value = 0;
        for (int i = from; i < end && in.get(i) != '\r'; i++) {
            int digit = in.get(i) - '0';
            if (digit >= 0 && digit <= 9) {
                value = (int) Math.min(value * 10L + digit, Integer.MAX_VALUE / 2);
            }
        }
        return value;
    }

    static int status(String head) {
        return head.matches("(?s)HTTP/1\\.[01] \\d{3}.*") ? Integer.parseInt(head.substring(9, 12)) : 0;
    }

    /** A header's value in lower case; empty if there is none. */
    static String header(String head, String name) {
        return head.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    static String text(ByteBuffer in, int from, int end) {
        return new String(bytes(in, from, end - from), UTF_8);
    }

    static byte[] bytes(ByteBuffer in, int from, int length) {
        byte[] bytes = new byte[length];
        in.get(from, bytes);
        return bytes;
    }
}
