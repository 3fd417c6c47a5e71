package dev.parley.server.accounts;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of one password. Hash and verifier are written together, always, so that no change of a password can leave the
 * verifier of an older one behind.
 *
 * @param hash Argon2id as a PHC string, or as {@link RandomHash} makes it; null if there is no password
 * @param verifier as {@link Verifiers} makes it; null if there is none
 */
record StoredPassword(@Nullable String hash, @Nullable String verifier) {

    /** Of a user who has no password. */
    static final StoredPassword NONE = new StoredPassword(null, null);

    /** Shows neither. */
    @Override
    public String toString() {
        return "StoredPassword[]";
    }
}
