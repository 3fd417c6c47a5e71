package dev.parley.server.identity;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Finds the session behind a token. Never blocks; may be asked on event loops. */
@FunctionalInterface
public interface Sessions {

    /** No token is valid. */
    Sessions NONE = (app, token) -> CompletableFuture.completedFuture(null);

    /**
     * The session, or null if the token is not, or no longer, valid in this app.
     *
     * @return completed at once if it is known, else later on another thread; exceptionally if nobody can tell now, which is no
     *     reason to say that the token is bad
     */
    CompletionStage<@Nullable Session> find(App app, String token);
}
