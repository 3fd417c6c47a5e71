package dev.parley.server.gateway.cognito;

import dev.parley.server.accounts.AccountError;
import dev.parley.server.accounts.AccountException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Calls that show a token. */
final class Tokens {

    private Tokens() {}

    /** The stage; if it ends as the token is no good, it does so with this text. */
    static <T extends @Nullable Object> CompletionStage<T> revocable(CompletionStage<T> stage, String text) {
        return stage.exceptionallyCompose(failure -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            boolean bad = cause instanceof AccountException refused && refused.error() == AccountError.INVALID_KEY;
            throw new CompletionException(bad ? CallException.notAuthorized(text) : cause);
        });
    }
}
