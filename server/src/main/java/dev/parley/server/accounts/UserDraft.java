package dev.parley.server.accounts;

import org.jspecify.annotations.Nullable;

/**
 * What a back end wants a user to be. In an update null leaves a value as it is and an empty text takes it away.
 *
 * @param id for a new user only; null for one that we make
 * @param profile a JSON object that replaces the old one
 * @param verified whether email and phone count as confirmed; null for yes if new, unchanged if not
 */
public record UserDraft(
        @Nullable String id,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String username,
        @Nullable String password,
        @Nullable String name,
        @Nullable String picture,
        @Nullable String profile,
        @Nullable Boolean verified,
        @Nullable Boolean disabled) {

    /** Shows nothing. */
    @Override
    public String toString() {
        return "UserDraft[]";
    }
}
