package dev.parley.server.api;

import dev.parley.server.accounts.AccountError;
import dev.parley.server.accounts.AccountException;
import dev.parley.server.directory.DirectoryException;
import dev.parley.storage.DatabaseBusyException;
import dev.parley.storage.DatabaseUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failure is answered with. What nobody foresaw goes to the log, and the caller learns no more than that. */
final class Failures {

    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static Answer answer(Throwable failure) {
        return refusal(failure).answer();
    }

    private static Refusal refusal(Throwable failure) {
        return switch (failure) {
            case CompletionException wrapped when wrapped.getCause() != null -> refusal(wrapped.getCause());
            case Refusal refusal -> refusal;
            case AccountException refused -> account(refused);
            case DirectoryException refused -> directory(refused);
            case DatabaseBusyException busy -> unavailable("Too much waits for the database; try again in a moment.");
            case DatabaseUnavailableException down -> unavailable("The database does not answer; try again later.");
            default -> {
                log.warn("a call of the API failed", failure);
                yield Refusal.internal();
            }
        };
    }

    private static Refusal unavailable(String detail) {
        return Refusal.of(503, "unavailable", detail).retryAfter(1);
    }

    /** The codes are those that clients get; the statuses are not, as here nobody's own credentials are at stake. */
    private static Refusal account(AccountException refused) {
        AccountError error = refused.error();
        int status = error.code().endsWith("_not_unique") ? 409 : error.status() == 401 ? 403 : error.status();
        if (status == 400) {
            String field = error.code().replaceFirst("^invalid_", "");
            return Refusal.of(400, error.code(), error.message())
                    .because(List.of(new Refusal.Violation(field, error.message())));
        }
        Refusal refusal = Refusal.of(status, error.code(), error.message());
        return status == 429 ? refusal.retryAfter(refused.retryAfterSeconds()) : refusal;
    }

    private static Refusal directory(DirectoryException refused) {
        String message = String.valueOf(refused.getMessage());
        String code = refused.reason().name().toLowerCase(Locale.ROOT);
        return switch (refused.reason()) {
            case NOT_FOUND -> Refusal.notFound(code, message);
            case CONFLICT -> Refusal.of(409, code, message);
            case IN_FILE -> Refusal.of(409, code, message);
            case INVALID -> {
                List<Refusal.Violation> errors = new ArrayList<>();
                message.lines().forEach(line -> errors.add(new Refusal.Violation("settings", line)));
                yield Refusal.of(400, "validation_error", "The settings are not valid.")
                        .because(errors);
            }
        };
    }
}
