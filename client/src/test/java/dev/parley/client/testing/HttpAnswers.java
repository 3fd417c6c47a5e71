package dev.parley.client.testing;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.EngineError;
import dev.parley.protocol.JsonText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The bytes of HTTP responses. */
final class HttpAnswers {

    private static final String ACCEPT_SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private HttpAnswers() {}

    static byte[] text(int status, byte[] body) {
        return answer(status, "text/plain; charset=UTF-8", body);
    }

    static byte[] json(int status, byte[] body) {
        return answer(status, "application/json; charset=utf-8", body);
    }

    static byte[] engineError(EngineError error) {
        return json(error.status(), error.json().getBytes(StandardCharsets.UTF_8));
    }

    /** An error of a REST call (altogic-agnost 6.1). */
    static byte[] restError(int status, String code, String message) {
        String body = "{\"errors\":[{\"origin\":\"" + (status < 500 ? "client" : "server") + "_error\",\"code\":"
                + JsonText.quote(code) + ",\"message\":" + JsonText.quote(message) + "}]}";
        return json(status, body.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] switching(String accept) {
        return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + accept + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    static String acceptKey(String key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            byte[] hash = digest.digest((key + ACCEPT_SALT).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-1.", e);
        }
    }

    private static byte[] answer(int status, String type, byte[] body) {
        String head = "HTTP/1.1 " + status + " " + reason(status) + "\r\nContent-Type: " + type + "\r\nContent-Length: "
                + body.length + "\r\n\r\n";
        return new ByteBuilder(head.length() + body.length)
                .appendAscii(head)
                .append(body)
                .toByteArray();
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 413 -> "Content Too Large";
            case 500 -> "Internal Server Error";
            default -> "Error";
        };
    }
}
