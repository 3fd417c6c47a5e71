package dev.parley.server.gateway.altogic;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The query of a call. The libraries put email addresses into it as they are (altogic-agnost 6.3), so a plus is a plus here and
 * never a space.
 */
final class CallQuery {

    private static final int MOST = 32;

    private final Map<String, String> values;

    private CallQuery(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads a raw query. Of parameters with the same name the first counts.
     *
     * @param raw what follows the question mark, or null
     * @throws InvalidInput if it is not properly encoded or has too many parameters
     */
    static CallQuery of(@Nullable String raw) {
        Map<String, String> values = new HashMap<>();
        if (raw != null && !raw.isEmpty()) {
            String[] parts = raw.split("&", MOST + 1);
            if (parts.length > MOST) {
                throw new InvalidInput("The query has more than " + MOST + " parameters.");
            }
            for (String part : parts) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                values.putIfAbsent(decoded(name), equals < 0 ? "" : decoded(part.substring(equals + 1)));
            }
        }
        return new CallQuery(values);
    }

    /** A parameter; null if it is absent or blank. */
    @Nullable
    String optional(String name) {
        String value = values.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** @throws InvalidInput if it is absent or blank */
    String text(String name) {
        String value = optional(name);
        if (value == null) {
            throw new InvalidInput("The query needs '" + name + "'.");
        }
        return value;
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int to = 0;
        for (int from = 0; from < bytes.length; from++) {
            byte b = bytes[from];
            if (b == '%') {
                int high = from + 2 < bytes.length ? Character.digit(bytes[from + 1], 16) : -1;
                int low = from + 2 < bytes.length ? Character.digit(bytes[from + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw wronglyEncoded();
                }
                b = (byte) (high << 4 | low);
                from += 2;
            }
            bytes[to++] = b;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, to))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wronglyEncoded();
        }
    }

    private static InvalidInput wronglyEncoded() {
        return new InvalidInput("The query is not properly percent-encoded.");
    }
}
