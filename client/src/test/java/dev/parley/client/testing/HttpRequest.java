package dev.parley.client.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 request, body included. Header names are in lower case, the last of several counts.
 *
 * @param body the body, of no bytes if there is none
 */
@SuppressWarnings("ArrayRecordComponent")
record HttpRequest(String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {

    private static final int MOST_HEAD_BYTES = 65_536;

    /** The request cannot be read: the status says why. */
    static final class BadRequest extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;

        BadRequest(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** The next request; null if the client has closed the connection after the last. */
    static @Nullable HttpRequest read(InputStream in, int maxBody) throws IOException {
        int[] left = {MOST_HEAD_BYTES};
        String first = line(in, left);
        if (first == null) {
            return null;
        }
        String[] parts = first.split(" ", -1);
        if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
            throw new BadRequest(400, "no HTTP request: " + first);
        }
        Map<String, String> headers = headers(in, left);
        String target = parts[1];
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        Map<String, String> query = mark < 0 ? Map.of() : query(target.substring(mark + 1));
        return new HttpRequest(parts[0], path, query, headers, body(in, headers, maxBody));
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    boolean asksForWebSocket() {
        String upgrade = headers.get("upgrade");
        return upgrade != null && upgrade.equalsIgnoreCase("websocket");
    }

    private static Map<String, String> headers(InputStream in, int[] left) throws IOException {
        Map<String, String> headers = new HashMap<>();
        while (true) {
            String line = line(in, left);
            if (line == null) {
                throw new EOFException("the head of a request ends early");
            }
            if (line.isEmpty()) {
                return Map.copyOf(headers);
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new BadRequest(400, "no header: " + line);
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String part : text.split("&")) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            String value = equals < 0 ? "" : part.substring(equals + 1);
            query.put(
                    URLDecoder.decode(name, StandardCharsets.UTF_8), URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return Map.copyOf(query);
    }

    private static byte[] body(InputStream in, Map<String, String> headers, int max) throws IOException {
        String encoding = headers.get("transfer-encoding");
        if (encoding != null && encoding.equalsIgnoreCase("chunked")) {
            return chunks(in, max);
        }
        String length = headers.get("content-length");
        return length == null ? new byte[0] : bytes(in, number(length, 10), max);
    }

    private static byte[] chunks(InputStream in, int max) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int[] left = {MOST_HEAD_BYTES};
        while (true) {
            String size = line(in, left);
            if (size == null) {
                throw new EOFException("the body of a request ends early");
            }
            byte[] chunk = bytes(in, number(size.split(";", 2)[0], 16), max - body.size());
            line(in, left);
            if (chunk.length == 0) {
                return body.toByteArray();
            }
            body.writeBytes(chunk);
        }
    }

    private static int number(String digits, int radix) throws BadRequest {
        try {
            return Integer.parseUnsignedInt(digits.trim(), radix);
        } catch (NumberFormatException e) {
            throw new BadRequest(400, "no length: " + digits);
        }
    }

    private static byte[] bytes(InputStream in, int length, int max) throws IOException {
        if (length < 0 || length > max) {
            throw new BadRequest(413, "a body of " + length + " bytes is too large");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the body of a request ends early");
        }
        return bytes;
    }

    /** The next line without its end; null at the end of the stream. */
    private static @Nullable String line(InputStream in, int[] left) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int b = in.read();
            if (b < 0 && line.length() == 0) {
                return null;
            }
            if (b < 0) {
                throw new EOFException("a line of a request ends early");
            }
            if (left[0]-- == 0) {
                throw new BadRequest(431, "the head of a request is too large");
            }
            if (b == '\n') {
                int end = line.length();
                return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
            }
            line.append((char) b);
        }
    }
}
