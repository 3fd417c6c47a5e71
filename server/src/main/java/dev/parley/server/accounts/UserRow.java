package dev.parley.server.accounts;

import org.jspecify.annotations.Nullable;

/** A user with what nobody else may see. */
record UserRow(User user, StoredPassword stored) {

    /** Argon2id as a PHC string, or as {@link RandomHash} makes it, or null. */
    @Nullable
    String password() {
        return stored.hash();
    }

    /** What is kept of its password to check a proof against, or null. */
    @Nullable
    String verifier() {
        return stored.verifier();
    }

    /** Shows no hash. */
    @Override
    public String toString() {
        return user.toString();
    }
}
