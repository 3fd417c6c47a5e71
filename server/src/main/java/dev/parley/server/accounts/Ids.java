package dev.parley.server.accounts;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/** Makes ids, keys and codes. Any thread. */
final class Ids {

    private static final int KEY_BYTES = 32;
    private static final int SESSION_BYTES = 16;
    private static final int CODES = 1_000_000;
    private static final Pattern HEX_ID = Pattern.compile("[0-9a-f]{24}");

    private final SecureRandom random = new SecureRandom();

    /**
     * 24 hex digits: 44 bits of time in milliseconds, so that ids sort by age until the year 2527, and 52 random ones of which
     * one makes sure of a letter, for clients that take an id of digits for a number.
     */
    String user(long now) {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        long high = (now << 20) | ((bytes[5] & 0xFL) << 16) | ((bytes[6] & 0xFFL) << 8) | (bytes[7] & 0xFFL);
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (high >>> (56 - 8 * i));
        }
        // The last digit is one of a to f.
        bytes[11] = (byte) ((bytes[11] & 0xF0) | (0xA + random.nextInt(6)));
        return HexFormat.of().formatHex(bytes);
    }

    String uuid() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        long high = 0;
        long low = 0;
        for (int i = 0; i < 8; i++) {
            high = (high << 8) | (bytes[i] & 0xFF);
            low = (low << 8) | (bytes[i + 8] & 0xFF);
        }
        return new UUID((high & ~0xF000L) | 0x4000L, (low & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L).toString();
    }

    String session() {
        byte[] bytes = new byte[SESSION_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** A key for a link or an access token: 256 bits. */
    String key() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Six digits. */
    String code() {
        String digits = Integer.toString(random.nextInt(CODES));
        return "0".repeat(6 - digits.length()) + digits;
    }

    /** Whether clients that want 24 hex digits can use it. */
    static boolean isHexId(String id) {
        return HEX_ID.matcher(id).matches();
    }
}
