package dev.parley.server.accounts;

import org.jspecify.annotations.Nullable;

/**
 * A user of an app, whatever client family it uses. Holds no password. Times are milliseconds since 1970.
 *
 * @param id 24 hex digits with a letter among them if we made it; a back end may choose another
 * @param hexId the id in families that want 24 hex digits; the same as {@code id} where that fits
 * @param uuid the id in families that want a UUID
 * @param email lower case; null for none
 * @param phone in international form ({@code +} and digits); null for none
 * @param username null for none
 * @param vchatName what v_chat's clients call the user's email, which may be anything; null for none
 * @param picture URL of a picture; null for none
 * @param profile a JSON object with whatever else the app keeps of its users
 * @param provider how the account was made: {@code email}, {@code phone}, {@code username} or {@code server}
 * @param lastLoginAt the time of sign-up if it never signed in
 */
public record User(
        String app,
        String id,
        String hexId,
        String uuid,
        @Nullable String email,
        boolean emailVerified,
        @Nullable String phone,
        boolean phoneVerified,
        @Nullable String username,
        @Nullable String vchatName,
        @Nullable String name,
        @Nullable String picture,
        String profile,
        String provider,
        boolean disabled,
        long signUpAt,
        long lastLoginAt,
        long updatedAt) {

    /** Names the user, and nothing else of it. */
    @Override
    public String toString() {
        return "User[" + app + ", " + id + "]";
    }
}
