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

    private static final String CONNECTION = "The server refused the connection.";
    private static final String COMMAND = "The server refused the command.";

    private Refusals() {}

    /** Whether the server may say yes another time. */
    static boolean mayPass(RefusedException refusal) {
        return PASSING.contains(refusal.code());
    }

    /** The refusal in a CONNECT_ERROR: {@code {message, data: {code, message}}} (altogic-agnost 5), a message alone, or a string. */
    static RefusedException ofConnect(@Nullable Payload data, Redaction redaction) {
        JsonFields fields = data == null ? null : JsonFields.read(data);
        if (fields == null) {
            String text = data == null ? null : data.text();
            return new RefusedException("refused", text == null ? CONNECTION : redaction.clean(text), true);
        }
        String title = fields.string("message");
        Payload inner = fields.field("data");
        JsonFields details = inner == null ? null : JsonFields.read(inner);
        String code = details == null ? null : details.string("code");
        String message = details == null ? null : details.string("message");
        String said = title == null ? CONNECTION : title;
        String text = message == null || message.equals(title) ? said : said + ": " + message;
        boolean terminal = code == null || !PASSING.contains(code);
        return new RefusedException(code == null ? "refused" : redaction.clean(code), redaction.clean(text), terminal);
    }

    /** The refusal in {@code {code, message}}; null if it has no code. */
    static @Nullable RefusedException ofError(Payload error, Redaction redaction) {
        JsonFields fields = JsonFields.read(error);
        String code = fields == null ? null : fields.string("code");
        if (fields == null || code == null) {
            return null;
        }
        String message = fields.string("message");
        return new RefusedException(redaction.clean(code), message == null ? COMMAND : redaction.clean(message), false);
    }

    /** The refusal of a command, whatever form it has. */
    static RefusedException ofCommand(Payload error) {
        RefusedException known = ofError(error, Redaction.NONE);
        String text = error.text();
        return known == null
                ? new RefusedException("refused", text == null ? COMMAND : Redaction.NONE.clean(text), false)
                : known;
    }
}
