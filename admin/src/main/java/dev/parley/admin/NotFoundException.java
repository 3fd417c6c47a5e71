package dev.parley.admin;

/**
 * What is named in the call does not exist (status 404).
 */
public final class NotFoundException extends ApiException {

    private static final long serialVersionUID = 1;

    NotFoundException(String operation, Problem problem) {
        super(operation, problem);
    }
}
