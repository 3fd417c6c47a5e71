package dev.parley.server.accounts;

/** What can be wrong with what somebody wants of an account (altogic-agnost 6.3, "Error codes"). */
public enum AccountError {
    NOT_ALLOWED(401, "not_allowed", "This way of signing in is switched off for the app."),
    EMAIL_NOT_UNIQUE(400, "email_not_unique", "There is a user with this email address already."),
    PHONE_NOT_UNIQUE(400, "phone_not_unique", "There is a user with this phone number already."),
    USERNAME_NOT_UNIQUE(400, "username_not_unique", "There is a user with this name already."),
    ID_NOT_UNIQUE(409, "id_not_unique", "There is a user with this id already."),
    INVALID_EMAIL(400, "invalid_email", "The email address cannot be one."),
    INVALID_PHONE(400, "invalid_phone", "The phone number must be in international form, such as +14155550100."),
    INVALID_VALUE(400, "invalid_value", "A value has the wrong form."),
    INVALID_SIGN_IN(401, "invalid_sign_in_credentials", "Invalid credentials. Email or password provided is invalid."),
    EMAIL_NOT_VERIFIED(401, "email_not_verified", "The email address has not been confirmed yet."),
    PHONE_NOT_VERIFIED(401, "phone_not_verified", "The phone number has not been confirmed yet."),
    USER_DISABLED(401, "user_disabled", "The user is disabled."),
    USER_NOT_FOUND(404, "user_not_found", "There is no such user."),
    REDIRECT_MISSING(
            400, "redirect_url_missing", "No page is listed to which the link could lead (apps[].auth.redirectUrls)."),
    REDIRECT_NOT_LISTED(400, "invalid_redirect_url", "The page is not listed (apps[].auth.redirectUrls)."),
    WRONG_PASSWORD(401, "invalid_credentials", "The current password is not right."),
    WRONG_TOKEN_TYPE(401, "invalid_token_type", "The key or code is for something else."),
    INVALID_KEY(403, "invalid_access_token", "The key or code is not valid, was used, or has expired."),
    FOREIGN_SESSION(403, "invalid_session_token", "The session belongs to another user."),
    NO_SUCH_SESSION(404, "invalid_session_token", "The session token is not valid."),
    TOO_MANY_ATTEMPTS(429, "rate_limit_exceeded", "Too many attempts; try again later."),
    TOO_MANY_MESSAGES(429, "rate_limit_exceeded", "Too many messages were sent there; try again later."),
    BUSY(429, "server_busy", "The server has too much to do; try again in a moment.");

    private final int status;
    private final String code;
    private final String message;

    AccountError(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** What programs compare. */
    public String code() {
        return code;
    }

    /** For people. */
    public String message() {
        return message;
    }
}
