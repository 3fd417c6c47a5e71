package dev.parley.server.rest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes a {@code multipart/form-data} body (RFC 7578) apart while it comes. However the bytes are cut into pieces, the parts are the
 * same; nothing is kept but the headers of one part and what may be the beginning of a delimiter. Owned by one thread.
 *
 * <p>States: PREAMBLE → DELIMITED → HEADERS → BODY → DELIMITED, and from DELIMITED also → EPILOGUE, after which everything is
 * ignored.
 */
final class MultipartParser {

    /** What is found, in order: for each part its head, its bytes in any number of pieces, its end. */
    interface Parts {
        /** @throws FormException if the part is not wanted */
        void begin(PartHead head);

        /** The bytes must be copied if they are kept. @throws FormException if they are too many */
        void data(byte[] bytes, int from, int to);

        void end();
    }

    private enum State {
        PREAMBLE,
        DELIMITED,
        HEADERS,
        BODY,
        EPILOGUE
    }

    private static final int MAX_HEAD = 8 * 1024;
    /** What may follow a delimiter in its line: two dashes, or white space that some proxies add. */
    private static final int MAX_LINE = 64;

    private final byte[] delimiter;
    private final Parts parts;
    private final byte[] head = new byte[MAX_HEAD];

    private State state = State.PREAMBLE;
    /** How much of the delimiter the last bytes were. At the start the line break before it counts as seen. */
    private int matched = 2;

    private int headLength;

    /** @param boundary as in the header of the request */
    MultipartParser(String boundary, Parts parts) {
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.parts = parts;
    }

    /** @throws FormException if it is no such body; nothing may be offered any more */
    void offer(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            at = switch (state) {
                case PREAMBLE, BODY -> content(bytes, at, to);
                case DELIMITED -> delimiterLine(bytes, at, to);
                case HEADERS -> headers(bytes, at, to);
                case EPILOGUE -> to;
            };
        }
    }

    /** @throws FormException if the last delimiter is missing */
    void end() {
        if (state != State.EPILOGUE) {
            throw FormException.malformed("The form is cut short: its last delimiter is missing.");
        }
    }

    /** A delimiter has one line feed, its second byte: after a byte that does not fit, it can only begin anew. */
    private int content(byte[] bytes, int from, int to) {
        int carried = matched; // of the delimiter, from pieces before this one
        int at = from;
        while (at < to) {
            if (matched == 0) {
                at = indexOf(bytes, delimiter[0], at, to);
                if (at == to) {
                    break;
                }
                matched = 1;
                at++;
            } else if (bytes[at] != delimiter[matched]) {
                found(delimiter, 0, carried);
                carried = 0;
                matched = 0;
            } else {
                matched++;
                at++;
                if (matched == delimiter.length) {
                    found(bytes, from, at - (matched - carried));
                    endPart();
                    return at;
                }
            }
        }
        found(bytes, from, to - (matched - carried));
        return to;
    }

    private static int indexOf(byte[] bytes, byte wanted, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    private void found(byte[] bytes, int from, int to) {
        if (state == State.BODY && from < to) {
            parts.data(bytes, from, to);
        }
    }

    private void endPart() {
        if (state == State.BODY) {
            parts.end();
        }
        state = State.DELIMITED;
        matched = 0;
        headLength = 0;
    }

    private int delimiterLine(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            keep(bytes[at++], MAX_LINE);
            if (headLength == 2 && head[0] == '-' && head[1] == '-') {
                state = State.EPILOGUE;
                return at;
            }
            if (headEndsWith("\r\n")) {
                if (!new String(head, 0, headLength, StandardCharsets.ISO_8859_1).isBlank()) {
                    throw FormException.malformed("A line of the form begins with the boundary, and is no delimiter.");
                }
                state = State.HEADERS;
                headLength = 0;
                return at;
            }
        }
        return at;
    }

    private int headers(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            keep(bytes[at++], MAX_HEAD);
            if (headEndsWith("\r\n\r\n") || (headLength == 2 && headEndsWith("\r\n"))) {
                PartHead part = PartHead.parse(head, headLength);
                state = State.BODY;
                parts.begin(part);
                return at;
            }
        }
        return at;
    }

    private void keep(byte b, int most) {
        if (headLength == most) {
            throw FormException.malformed("The headers of a part of the form are longer than " + most + " bytes.");
        }
        head[headLength++] = b;
    }

    private boolean headEndsWith(String end) {
        int from = headLength - end.length();
        return from >= 0
                && Arrays.equals(head, from, headLength, end.getBytes(StandardCharsets.ISO_8859_1), 0, end.length());
    }
}
