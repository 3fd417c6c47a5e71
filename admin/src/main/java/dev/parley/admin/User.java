package dev.parley.admin;

import dev.parley.protocol.mapping.Content;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account of an app.
 *
 * @param id its id
 * @param uuid its id in client families that want a UUID
 * @param hexId its id in client families that want 24 hexadecimal digits
 * @param provider how it was made: {@code email}, {@code phone}, {@code username} or {@code server}
 * @param email the email address, or null
 * @param emailVerified whether it is confirmed
 * @param phone the phone number, or null
 * @param phoneVerified whether it is confirmed
 * @param username the name to sign in with, or null
 * @param name the name to show, or null
 * @param picture the URL of a picture, or null
 * @param profile whatever else the app keeps of its users: a JSON object
 * @param disabled whether the user is locked out
 * @param signUpAt when it was made
 * @param lastLoginAt when it last signed in; the time of sign-up if it never did
 * @param updatedAt when it was last changed
 */
public record User(
        String id,
        String uuid,
        String hexId,
        String provider,
        @Nullable String email,
        boolean emailVerified,
        @Nullable String phone,
        boolean phoneVerified,
        @Nullable String username,
        @Nullable String name,
        @Nullable String picture,
        Content profile,
        boolean disabled,
        Instant signUpAt,
        Instant lastLoginAt,
        Instant updatedAt) {

    static User read(JsonIn in) {
        return new User(
                in.text("id"),
                in.text("uuid"),
                in.text("hexId"),
                in.text("provider"),
                in.textOrNull("email"),
                in.flag("emailVerified"),
                in.textOrNull("phone"),
                in.flag("phoneVerified"),
                in.textOrNull("username"),
                in.textOrNull("name"),
                in.textOrNull("picture"),
                in.content("profile"),
                in.flag("disabled"),
                in.time("signUpAt"),
                in.time("lastLoginAt"),
                in.time("updatedAt"));
    }

    /** The id only: the rest is personal. */
    @Override
    public String toString() {
        return "User[id=" + id + ", disabled=" + disabled + "]";
    }
}
