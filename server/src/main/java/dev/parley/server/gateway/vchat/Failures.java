package dev.parley.server.gateway.vchat;

import dev.parley.chat.Refusal;
import dev.parley.chat.RefusedException;
import dev.parley.server.accounts.AccountError;
import dev.parley.server.accounts.AccountException;
import dev.parley.server.media.MediaException;
import dev.parley.server.rest.Exchange;
import dev.parley.storage.DatabaseBusyException;
import dev.parley.storage.DatabaseUnavailableException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failure is answered with. What nobody foresaw goes to the log, and the caller learns no more than that. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    /** The original's words, as far as they are known (vchat 3). */
    static final String UNKNOWN_USER = "User not in v chat database";

    private static final String TAKEN = "User already in v chat database";
    private static final String WRONG_PASSWORD = "invalid credentials";
    private static final String NOT_A_MEMBER = "You Not Exist In This Room";
    private static final String NOT_AN_ADMIN = "you dont have access";

    private static final String TRY_AGAIN = "The server has too much to do; try again in a moment.";

    private Failures() {}

    static void answer(Exchange exchange, @Nullable Throwable failure) {
        CallException why = reason(failure);
        exchange.failFor(why.status(), why.code(), why.text(), why.retryAfterSeconds());
    }

    static CallException reason(@Nullable Throwable failure) {
        return switch (cause(failure)) {
            case CallException refused -> refused;
            case RefusedException refused -> refused(refused.refusal());
            case AccountException refused -> account(refused.error(), refused.retryAfterSeconds());
            case MediaException refused ->
                CallException.of(
                        refused.status(), refused.code(), refused.getMessage(), refused.status() == 429 ? 1 : 0);
            case DatabaseBusyException _ -> CallException.of(503, "server_busy", TRY_AGAIN, 1);
            case DatabaseUnavailableException _ ->
                CallException.of(503, "unavailable", "The database does not answer; try again later.", 1);
            case null, default -> {
                LOG.warn("a call of a v_chat client failed", failure);
                yield CallException.of(
                        500, "internal_server_error", "The server failed to answer; its log knows why.", 0);
            }
        };
    }

    /** What a stage failed with. */
    static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static CallException refused(Refusal refusal) {
        int status = switch (refusal) {
            case UNKNOWN_ROOM -> 404;
            case NOT_A_MEMBER, NOT_AN_ADMIN, BLOCKED, BLOCKED_BY_PEER -> 403;
            case BUSY -> 429;
            case WRONG_KIND,
                    YOURSELF,
                    CREATOR,
                    NO_SUCH_MEMBER,
                    TOO_FEW_MEMBERS,
                    TOO_MANY_MEMBERS,
                    NOT_SENDABLE,
                    EMPTY,
                    TOO_LONG,
                    MALFORMED_TEXT,
                    MALFORMED_ID -> 400;
        };
        String text = switch (refusal) {
            case NOT_A_MEMBER -> NOT_A_MEMBER;
            case NOT_AN_ADMIN -> NOT_AN_ADMIN;
            default -> refusal.text();
        };
        return CallException.of(status, "refused", text, status == 429 ? 1 : 0);
    }

    private static CallException account(AccountError error, long retryAfterSeconds) {
        String text = switch (error) {
            case EMAIL_NOT_UNIQUE -> TAKEN;
            case INVALID_SIGN_IN -> WRONG_PASSWORD;
            default -> error.message();
        };
        return CallException.of(error.status(), error.code(), text, retryAfterSeconds);
    }
}
