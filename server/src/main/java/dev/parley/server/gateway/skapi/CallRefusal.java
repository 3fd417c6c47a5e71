package dev.parley.server.gateway.skapi;

import dev.parley.server.identity.Denial;

/** A REST call is not answered. The message is for the client. */
final class CallRefusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final ErrorCode code;
    private final long retryAfterSeconds;

    private CallRefusal(int status, ErrorCode code, String message, long retryAfterSeconds) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    static CallRefusal of(int status, ErrorCode code, String message) {
        return new CallRefusal(status, code, message, 0);
    }

    /** Something the client sent is wrong. */
    static CallRefusal invalid(String message) {
        return of(400, ErrorCode.INVALID_PARAMETER, message);
    }

    /** @param status 429 or 503 */
    static CallRefusal later(int status, String message, long retryAfterSeconds) {
        ErrorCode code = status == 429 ? ErrorCode.INVALID_REQUEST : ErrorCode.ERROR;
        return new CallRefusal(status, code, message, Math.max(1, retryAfterSeconds));
    }

    static CallRefusal of(Denial denial) {
        if (denial.status() == 429) {
            return later(429, denial.message(), denial.retryAfter());
        }
        if (denial.equals(Denial.SUSPENDED)) {
            return of(403, ErrorCode.SERVICE_DISABLED, "The service is suspended.");
        }
        if (denial.equals(Denial.REALTIME_OFF)) {
            return of(403, ErrorCode.SERVICE_DISABLED, "The service's realtime is switched off (apps[].realtime).");
        }
        if (denial.equals(Denial.NO_ENVIRONMENT)) {
            return of(404, ErrorCode.NOT_EXISTS, "There is no such service.");
        }
        if (denial.concernsKey()) { // in a family without keys only a page's origin does
            return of(
                    403,
                    ErrorCode.INVALID_CORS,
                    "The service does not serve pages of this origin (apps[].allowedOrigins).");
        }
        return of(denial.status(), ErrorCode.INVALID_REQUEST, denial.message());
    }

    int status() {
        return status;
    }

    ErrorCode code() {
        return code;
    }

    /** 0 if that is not known. */
    long retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** What it says. */
    String text() {
        return String.valueOf(getMessage());
    }
}
