package dev.parley.server.identity;

import org.jspecify.annotations.Nullable;

/** Finds the user behind a session token. Answers from memory: it is asked on event loops. */
@FunctionalInterface
public interface Sessions {

    /** No token is valid: the server has no users yet. */
    Sessions NONE = (app, token) -> null;

    /** The id of the user whose session this is, or null if the token is not, or no longer, valid. */
    @Nullable
    String userOf(String app, String token);
}
