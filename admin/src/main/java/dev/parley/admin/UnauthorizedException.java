package dev.parley.admin;

/**
 * The key is missing or not valid (status 401). Too many wrong keys lock the address out for a while.
 */
public final class UnauthorizedException extends ApiException {

    private static final long serialVersionUID = 1;

    UnauthorizedException(String operation, Problem problem) {
        super(operation, problem);
    }
}
