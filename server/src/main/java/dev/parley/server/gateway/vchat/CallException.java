package dev.parley.server.gateway.vchat;

import dev.parley.server.identity.Denial;
import org.jspecify.annotations.Nullable;

/** What a call is refused with; nothing was done. The text is shown to the user by v_chat's library. */
final class CallException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final long retryAfterSeconds;

    private CallException(int status, String code, String text, long retryAfterSeconds) {
        super(text, null, false, false);
        this.status = status;
        this.code = code;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** For what other modules refuse. */
    static CallException of(int status, String code, @Nullable String text, long retryAfterSeconds) {
        return new CallException(status, code, String.valueOf(text), retryAfterSeconds);
    }

    /** The call is malformed. */
    static CallException invalid(String text) {
        return new CallException(400, "bad_request", text, 0);
    }

    static CallException unauthorized(String text) {
        return new CallException(401, "unauthorized", text, 0);
    }

    /** Switched off. */
    static CallException forbidden(String text) {
        return new CallException(403, "forbidden", text, 0);
    }

    static CallException notFound(String text) {
        return new CallException(404, "resource_not_found", text, 0);
    }

    /** To be tried again a little later. */
    static CallException busy(String text) {
        return new CallException(429, "server_busy", text, 1);
    }

    static CallException of(Denial denial) {
        return new CallException(denial.status(), denial.code(), denial.message(), denial.retryAfter());
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    /** 0 if it is not known. */
    long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
