package dev.parley.client;

import dev.parley.protocol.JsonFields;
import dev.parley.protocol.Payload;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a server says when it says no. */
final class Refusals {

    /** Codes behind which another attempt may be answered differently. Every other refusal of a connection is final, as for socket.io clients. */
    private static final Set<String> PASSING =
            Set.of("internal_server_error", "internal_error", "rate_limit_exceeded", "too_many_requests");

    private Refusals() {}

    /** Whether the server may say yes another time. */
    static boolean mayPass(RefusedException refusal) {
        return PASSING.contains(refusal.code());
    }

    /** The refusal in a CONNECT_ERROR: {@code {message, data: {code, message}}} (altogic-agnost 5), a message alone, or a string. The key is left out of it. */
    static RefusedException ofConnect(@Nullable Payload data, @Nullable String key) {
        JsonFields fields = data == null ? null : JsonFields.read(data);
        if (fields == null) {
            String text = data == null ? null : data.text();
            return new RefusedException("refused", text == null ? "The server refused the connection." : text, true);
        }
        String title = fields.string("message");
        Payload inner = fields.field("data");
        JsonFields details = inner == null ? null : JsonFields.read(inner);
        String code = details == null ? null : details.string("code");
        String message = details == null ? null : details.string("message");
        String said = title == null ? "The server refused the connection" : title;
        String text = message == null || message.equals(title) ? said : said + ": " + without(key, message);
        return new RefusedException(code == null ? "refused" : code, text, code == null || !PASSING.contains(code));
    }

    /** Some servers repeat a key that they do not know. */
    private static String without(@Nullable String key, String message) {
        return key == null || key.isEmpty() ? message : message.replace(key, "…");
    }

    /** The refusal in {@code {code, message}}. */
    static RefusedException ofObject(Payload error, boolean terminal) {
        JsonFields fields = JsonFields.read(error);
        String code = fields == null ? null : fields.string("code");
        String message = fields == null ? error.text() : fields.string("message");
        return new RefusedException(
                code == null ? "refused" : code,
                message == null ? "The server refused the command." : message,
                terminal);
    }
}
