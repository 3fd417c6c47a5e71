package dev.parley.admin;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names for publications, so that the server knows one that comes again. */
final class IdempotencyKeys {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    private IdempotencyKeys() {}

    /** One that nobody else has: 128 random bits. */
    static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * A user's own.
     *
     * @throws IllegalArgumentException if the server would not take it
     */
    static String checked(String key) {
        if (!key.matches("[\\x21-\\x7e]{1,255}")) {
            throw new IllegalArgumentException(
                    "an idempotency key has 1 to 255 printable ASCII characters and no spaces");
        }
        return key;
    }
}
