package dev.parley.admin;

import java.util.List;

/**
 * The server answered no, by a problem document (RFC 9457). There is a subclass for each kind of answer. What was asked for was not done.
 *
 * <p>Compare {@link #code}; {@link #detail} is for people.
 */
public abstract sealed class ApiException extends ParleyException
        permits InvalidRequestException,
                UnauthorizedException,
                ForbiddenException,
                NotFoundException,
                ConflictException,
                RateLimitedException,
                UnexpectedStatusException {

    private static final long serialVersionUID = 1;

    /** What the answer says. */
    private final Problem problem;

    ApiException(String operation, Problem problem) {
        super(operation, problem.shown(), null);
        this.problem = problem;
    }

    /**
     * The HTTP status.
     *
     * @return the status
     */
    public int status() {
        return problem.status();
    }

    /**
     * What is wrong, for programs.
     *
     * @return a word such as {@code user_not_found}; empty if the answer was no problem document, as with a proxy's page
     */
    public String code() {
        return problem.code();
    }

    /**
     * What is wrong and what to do, for people.
     *
     * @return the server's sentence, at most 1,000 characters
     */
    public String detail() {
        return problem.detail();
    }

    /**
     * Which values are wrong.
     *
     * @return one entry for each that the server named, unmodifiable; empty if it named none
     */
    public List<FieldError> errors() {
        return problem.errors();
    }
}
