package dev.parley.server.gateway.skapi;

import dev.parley.server.rest.Exchange;
import dev.parley.server.webpush.WebPushException;
import dev.parley.storage.DatabaseBusyException;
import dev.parley.storage.DatabaseUnavailableException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a REST call that failed is answered with. What nobody foresaw goes to the log, and the caller learns no more than that. */
final class CallFailures {

    private static final Logger LOG = LoggerFactory.getLogger(CallFailures.class);

    private CallFailures() {}

    static void answer(Exchange exchange, @Nullable Throwable failure) {
        CallRefusal why = reason(failure);
        exchange.failFor(why.status(), why.code().name(), why.text(), why.retryAfterSeconds());
    }

    static CallRefusal reason(@Nullable Throwable failure) {
        return switch (cause(failure)) {
            case CallRefusal refused -> refused;
            case WebPushException refused -> CallRefusal.invalid(String.valueOf(refused.getMessage()));
            case DatabaseBusyException _ ->
                CallRefusal.later(503, "The server has too much to do; try again in a moment.", 1);
            case DatabaseUnavailableException _ ->
                CallRefusal.later(503, "The database does not answer; try again later.", 1);
            case null, default -> {
                LOG.warn("a call of skapi-js failed", failure);
                yield CallRefusal.of(500, ErrorCode.ERROR, "The server failed to answer; its log knows why.");
            }
        };
    }

    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
