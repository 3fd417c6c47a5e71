package dev.parley.server.gateway.altogic;

import dev.parley.server.accounts.SessionInfo;
import dev.parley.server.accounts.SignedIn;
import dev.parley.server.accounts.User;
import org.jspecify.annotations.Nullable;

/**
 * What a call is answered with, if nothing was wrong.
 *
 * @param json null for an empty body
 * @param begun the session that the client has from now on, or null
 * @param ended whether the client's own session is over
 */
record AuthAnswer(@Nullable String json, @Nullable SessionInfo begun, boolean ended) {

    static final AuthAnswer EMPTY = new AuthAnswer(null, null, false);
    static final AuthAnswer SIGNED_OUT = new AuthAnswer(null, null, true);

    static AuthAnswer json(String json) {
        return new AuthAnswer(json, null, false);
    }

    static AuthAnswer signedIn(SignedIn result) {
        return new AuthAnswer(AccountJson.signedIn(result.user(), result.session()), result.session(), false);
    }

    /** A changed user: Dart's library reads it out of an object (altogic-agnost 6.3). */
    static AuthAnswer changed(User user, boolean dart) {
        String json = AccountJson.user(user);
        return json(dart ? "{\"user\":" + json + "}" : json);
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return "AuthAnswer[]";
    }
}
