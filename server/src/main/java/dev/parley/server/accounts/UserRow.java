package dev.parley.server.accounts;

import org.jspecify.annotations.Nullable;

/**
 * A user with what nobody else may see.
 *
 * @param password Argon2id as a PHC string, or as {@link RandomHash} makes it, or null
 */
record UserRow(User user, @Nullable String password) {

    /** Shows no hash. */
    @Override
    public String toString() {
        return user.toString();
    }
}
