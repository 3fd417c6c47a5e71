package dev.parley.server.gateway.altogic;

/** What a client sent cannot be used; the message says which part and why, without repeating it. */
final class InvalidInput extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String code;

    InvalidInput(String message) {
        this("validation_error", message);
    }

    InvalidInput(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    String code() {
        return code;
    }

    /** The text for the client. */
    String text() {
        return String.valueOf(getMessage());
    }
}
