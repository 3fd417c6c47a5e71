package dev.parley.server.gateway.cognito;

import dev.parley.server.accounts.AccountError;
import dev.parley.server.accounts.AccountException;
import dev.parley.server.rest.Exchange;
import dev.parley.storage.DatabaseBusyException;
import dev.parley.storage.DatabaseUnavailableException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failure is answered with. What nobody foresaw goes to the log, and the caller learns no more than that. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static void answer(Exchange exchange, Throwable failure) {
        CallException why = reason(failure);
        exchange.failFor(why.status(), why.type(), why.text(), why.retryAfterSeconds());
    }

    private static CallException reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case CallException refused -> refused;
            case AccountException refused -> account(refused.error(), refused.retryAfterSeconds());
            case DatabaseBusyException _ ->
                CallException.unavailable("The server has too much to do; try again in a moment.");
            case DatabaseUnavailableException _ ->
                CallException.unavailable("The database does not answer; try again later.");
            default -> {
                LOG.warn("a call of skapi-js to sign in or out failed", failure);
                yield CallException.internal();
            }
        };
    }

    private static CallException account(AccountError error, long retryAfterSeconds) {
        return switch (error) {
            case INVALID_SIGN_IN, USER_NOT_FOUND -> CallException.notAuthorized(CallException.WRONG_PASSWORD);
            case USER_DISABLED -> CallException.notAuthorized("User is disabled.");
            case EMAIL_NOT_VERIFIED, PHONE_NOT_VERIFIED -> CallException.notConfirmed();
            case NOT_ALLOWED ->
                CallException.invalid("Signing in with a password is switched off here (apps[].skapi.passwordLogin).");
            case TOO_MANY_ATTEMPTS, TOO_MANY_MESSAGES, BUSY ->
                CallException.tooMany(error.message(), retryAfterSeconds);
            case EMAIL_NOT_UNIQUE,
                    PHONE_NOT_UNIQUE,
                    USERNAME_NOT_UNIQUE,
                    ID_NOT_UNIQUE,
                    INVALID_EMAIL,
                    INVALID_PHONE,
                    INVALID_VALUE,
                    REDIRECT_MISSING,
                    REDIRECT_NOT_LISTED,
                    WRONG_PASSWORD,
                    WRONG_TOKEN_TYPE,
                    INVALID_KEY,
                    FOREIGN_SESSION,
                    NO_SUCH_SESSION -> CallException.invalid(error.message());
        };
    }
}
