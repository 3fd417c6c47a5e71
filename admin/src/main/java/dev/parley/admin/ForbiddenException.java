package dev.parley.admin;

/**
 * The key is valid and may not do this (status 403), for instance because it is of another app ({@code wrong_app}) or the app is suspended
 * ({@code app_suspended}).
 */
public final class ForbiddenException extends ApiException {

    private static final long serialVersionUID = 1;

    ForbiddenException(String operation, Problem problem) {
        super(operation, problem);
    }
}
