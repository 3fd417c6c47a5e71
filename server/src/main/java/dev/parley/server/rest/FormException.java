package dev.parley.server.rest;

/** Why a body is not taken. */
final class FormException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    /**
     * @param status an HTTP status
     * @param code for programs
     * @param message for people; never what the sender wrote
     */
    FormException(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static FormException malformed(String message) {
        return new FormException(400, "invalid_request_body_syntax", message);
    }

    static FormException tooLarge(String message) {
        return new FormException(413, "request_body_size_too_large", message);
    }

    /** For people. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
