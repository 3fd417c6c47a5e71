package dev.parley.server.directory;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Keys and ids that nobody guesses. */
final class RandomText {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 24;
    private static final int ID_BYTES = 8;

    private RandomText() {}

    static String clientKey() {
        return "ck_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(KEY_BYTES));
    }

    static String serverKey() {
        return "sk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(KEY_BYTES));
    }

    /** Short, as people type it. */
    static String keyId() {
        return HexFormat.of().formatHex(bytes(ID_BYTES));
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
