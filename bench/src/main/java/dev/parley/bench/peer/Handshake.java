package dev.parley.bench.peer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/** The opening of a WebSocket, without a look at anything that the answer does not need. */
final class Handshake {

    private static final String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String KEY = "sec-websocket-key:";

    private Handshake() {}

    /** Where the request's head ends; 0 if the end has not come. */
    static int end(byte[] data, int length) {
        for (int at = 3; at < length; at++) {
            if (data[at] == '\n' && data[at - 1] == '\r' && data[at - 2] == '\n' && data[at - 3] == '\r') {
                return at + 1;
            }
        }
        return 0;
    }

    /** @throws IllegalArgumentException if it does not ask for a WebSocket */
    static byte[] answer(byte[] data, int end) {
        String head = new String(data, 0, end, StandardCharsets.ISO_8859_1);
        int at = head.toLowerCase(Locale.ROOT).indexOf(KEY);
        if (at < 0) {
            throw new IllegalArgumentException("a request that is not for a WebSocket");
        }
        String key = head.substring(at + KEY.length(), head.indexOf('\r', at)).strip();
        return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + accept(key) + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + SALT).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
