package dev.parley.server.gateway.cognito;

import dev.parley.server.identity.Denial;
import org.jspecify.annotations.Nullable;

/** A call is refused, in Cognito's words as far as the client compares them (skapi 2.5 B). */
final class CallException extends RuntimeException {

    static final String BAD_ACCESS_TOKEN = "Access Token has been revoked";
    static final String BAD_REFRESH_TOKEN = "Refresh Token has been revoked";
    static final String WRONG_PASSWORD = "Incorrect username or password.";

    private static final long serialVersionUID = 1;

    private final int status;
    private final String type;
    private final String text;
    private final long retryAfterSeconds;

    private CallException(int status, String type, String text, long retryAfterSeconds) {
        super(text, null, false, false);
        this.status = status;
        this.type = type;
        this.text = text;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    static CallException notAuthorized(String text) {
        return new CallException(400, "NotAuthorizedException", text, 0);
    }

    static CallException notConfirmed() {
        return new CallException(400, "UserNotConfirmedException", "User is not confirmed.", 0);
    }

    static CallException invalid(String text) {
        return new CallException(400, "InvalidParameterException", text, 0);
    }

    static CallException tooMany(String text, long retryAfterSeconds) {
        return new CallException(400, "TooManyRequestsException", text, Math.max(1, retryAfterSeconds));
    }

    static CallException unknown() {
        return new CallException(
                400,
                "UnknownOperationException",
                "Parley does not serve this operation of Cognito. Users are made and changed by its API (/v1).",
                0);
    }

    static CallException unavailable(String text) {
        return new CallException(503, "ServiceUnavailableException", text, 1);
    }

    static CallException internal() {
        return new CallException(500, "InternalErrorException", "The server failed to answer; its log knows why.", 0);
    }

    /** @param denial null if there is no such app */
    static CallException of(@Nullable Denial denial) {
        if (denial == null || denial.equals(Denial.NO_ENVIRONMENT)) {
            // The client repeats the call for ever when the text speaks of a device.
            return new CallException(400, "ResourceNotFoundException", "There is no service with this ClientId.", 0);
        }
        if (denial.retryAfter() > 0 || denial.status() == 429) {
            return tooMany(denial.message(), denial.retryAfter());
        }
        return new CallException(400, "ForbiddenException", denial.message(), 0);
    }

    int status() {
        return status;
    }

    /** Cognito's name of the error. */
    String type() {
        return type;
    }

    /** For people. */
    String text() {
        return text;
    }

    /** 0 if that is not known. */
    long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
