package dev.parley.admin;

/**
 * An answer with a status that no other class stands for: 500, when the server failed and its log knows why, or something that the API does not
 * describe, such as a redirect.
 */
public final class UnexpectedStatusException extends ApiException {

    private static final long serialVersionUID = 1;

    UnexpectedStatusException(String operation, Problem problem) {
        super(operation, problem);
    }
}
