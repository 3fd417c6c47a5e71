package dev.parley.admin;

/**
 * The request cannot be used (status 400, 413, 415 or 422): {@link #errors} names what is wrong. The same request is refused again.
 */
public final class InvalidRequestException extends ApiException {

    private static final long serialVersionUID = 1;

    InvalidRequestException(String operation, Problem problem) {
        super(operation, problem);
    }
}
