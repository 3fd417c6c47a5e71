package dev.parley.admin;

/**
 * Something else is in the way (status 409), such as another user with the same email address ({@code email_not_unique}), or an idempotency key
 * that came with another body ({@code idempotency_key_reused}).
 */
public final class ConflictException extends ApiException {

    private static final long serialVersionUID = 1;

    ConflictException(String operation, Problem problem) {
        super(operation, problem);
    }
}
