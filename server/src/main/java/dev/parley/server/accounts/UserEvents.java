package dev.parley.server.accounts;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Tells a user's connected devices what happened to the account (altogic-agnost 3, "user:*"). */
@FunctionalInterface
public interface UserEvents {

    /** Nobody is told. */
    UserEvents NONE = (app, user, kind, session, now) -> CompletableFuture.completedFuture(null);

    /** What can happen. */
    enum Kind {
        SIGNIN,
        SIGNOUT,
        UPDATE,
        DELETE,
        PWDCHANGE,
        EMAILCHANGE,
        PHONECHANGE
    }

    /**
     * Tells them. Call it when the change is stored.
     *
     * @param session the session it is about, or null
     * @param now the user as it is now, or null
     * @return completed when the event has been handed to everybody who is connected; never exceptionally
     */
    CompletionStage<@Nullable Void> raise(
            String app, String user, Kind kind, @Nullable SessionInfo session, @Nullable User now);
}
