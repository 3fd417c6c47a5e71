package dev.parley.server.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A call is not carried out: problem details (RFC 9457). */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * One wrong value.
     *
     * @param field which, such as {@code messages[3].event}
     * @param message what is wanted
     */
    record Violation(String field, String message) {}

    private final int status;
    private final String code;
    private final transient List<Violation> errors;
    private final transient Map<String, String> headers = new HashMap<>();

    private Refusal(int status, String code, String detail, List<Violation> errors) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.errors = List.copyOf(errors);
    }

    /**
     * A refusal.
     *
     * @param code what programs compare
     * @param detail for people: what to do
     */
    static Refusal of(int status, String code, String detail) {
        return new Refusal(status, code, detail, List.of());
    }

    static Refusal invalid(List<Violation> errors) {
        Violation first = errors.getFirst();
        return new Refusal(400, "validation_error", first.field() + " " + first.message(), errors);
    }

    static Refusal invalid(String field, String message) {
        return invalid(List.of(new Violation(field, message)));
    }

    static Refusal notFound(String code, String detail) {
        return of(404, code, detail);
    }

    static Refusal internal() {
        return of(500, "internal_server_error", "The server failed to answer; its log knows why.");
    }

    /** With the values that are wrong. */
    Refusal because(List<Violation> wrong) {
        return new Refusal(status, code, String.valueOf(getMessage()), wrong);
    }

    /** With a header in the answer. */
    Refusal header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** With the advice to come back. */
    Refusal retryAfter(long seconds) {
        return header("Retry-After", Long.toString(Math.max(1, seconds)));
    }

    Answer answer() {
        JsonWriter json = new JsonWriter()
                .open('{')
                .field("type", "about:blank")
                .field("status", status)
                .field("code", code)
                .field("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .field("detail", String.valueOf(getMessage()));
        if (!errors.isEmpty()) {
            json.name("errors").open('[');
            errors.forEach(error -> json.open('{')
                    .field("field", error.field())
                    .field("message", error.message())
                    .close('}'));
            json.close(']');
        }
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/problem+json");
        return new Answer(status, all, json.close('}').toByteArray());
    }
}
