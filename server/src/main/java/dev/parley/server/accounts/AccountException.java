package dev.parley.server.accounts;

/** An account call was refused; nothing was changed. */
public final class AccountException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final AccountError error;
    private final long retryAfterSeconds;

    public AccountException(AccountError error) {
        this(error, 0);
    }

    /** @param retryAfterSeconds when to try again; 0 if that is not known */
    public AccountException(AccountError error, long retryAfterSeconds) {
        super(error.message(), null, false, false);
        this.error = error;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public AccountError error() {
        return error;
    }

    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
