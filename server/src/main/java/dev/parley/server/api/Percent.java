package dev.parley.server.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Percent-encoding, read once and strictly: two hexadecimal digits behind every percent sign, and valid UTF-8. */
final class Percent {

    private Percent() {}

    /**
     * The text that is meant.
     *
     * @param plusIsSpace as in a query
     * @param where for the error
     */
    static String decode(String raw, boolean plusIsSpace, String where) {
        if (raw.indexOf('%') < 0 && (!plusIsSpace || raw.indexOf('+') < 0)) {
            return raw;
        }
        byte[] bytes = new byte[raw.length() * 3];
        int length = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                int high = hex(raw, i + 1);
                int low = hex(raw, i + 2);
                if (high < 0 || low < 0) {
                    throw wrong(where);
                }
                bytes[length++] = (byte) (high << 4 | low);
                i += 2;
            } else if (c < 0x80) {
                bytes[length++] = (byte) (c == '+' && plusIsSpace ? ' ' : c);
            } else {
                throw wrong(where);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wrong(where);
        }
    }

    /** ASCII only: Java knows digits of other scripts, too. */
    private static int hex(String raw, int at) {
        char c = at < raw.length() ? raw.charAt(at) : 'x';
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    /**
     * The parameters of a query.
     *
     * @param known the names that may be there, each once
     */
    static Map<String, String> query(@Nullable String raw, List<String> known) {
        Map<String, String> values = new HashMap<>();
        if (raw == null || raw.isEmpty()) {
            return values;
        }
        Violations violations = new Violations();
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals), true, "the query");
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1), true, "the query");
            if (!known.contains(name)) {
                violations.add("query", "holds a parameter that does not exist here; there is " + named(known) + ".");
            } else if (values.put(name, value) != null) {
                violations.add(name, "must be given once.");
            }
        }
        violations.check();
        return values;
    }

    private static String named(List<String> known) {
        return known.isEmpty() ? "none" : String.join(", ", known);
    }

    private static Refusal wrong(String where) {
        return Refusal.of(
                400, "bad_encoding", "An escape in " + where + " is wrong: it must be UTF-8, as %41 or %C3%A9.");
    }
}
