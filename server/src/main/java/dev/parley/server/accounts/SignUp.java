package dev.parley.server.accounts;

import org.jspecify.annotations.Nullable;

/**
 * Who wants an account.
 *
 * @param password null for a user who cannot sign in with one; its length is the gateway's business
 * @param picture URL of a picture, or null
 * @param profile a JSON object with what else the app keeps of the user, or null
 * @param redirect where the link of a confirmation mail shall lead; null for the app's first page
 */
public record SignUp(
        Login login,
        @Nullable String password,
        @Nullable String name,
        @Nullable String picture,
        @Nullable String profile,
        @Nullable String redirect) {

    /** Shows nothing. */
    @Override
    public String toString() {
        return "SignUp[" + login + "]";
    }
}
