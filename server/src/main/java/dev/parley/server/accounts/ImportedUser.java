package dev.parley.server.accounts;

import org.jspecify.annotations.Nullable;

/**
 * A user of a v_chat backend that is left behind (vchat 3, U7).
 *
 * @param vchatName what its clients call email
 * @param picture URL of a picture, or null
 * @param password what its clients send as password, a hash that nobody can guess ({@link VChatPassword}), as it is stored in a way
 *     that protects no other; null for a user who cannot sign in with one
 */
public record ImportedUser(
        String vchatName,
        String name,
        @Nullable String picture,
        @Nullable String password) {

    /** What keeps it from being imported, for people; null if nothing does. */
    public @Nullable String problem() {
        if (LoginName.orNull(login()) == null) {
            return "its email must have 1 to " + LoginName.MAX_NAME + " characters, without control characters";
        }
        if (name.isBlank() || !Texts.isPlain(name, UserForm.MAX_NAME)) {
            return "its name must have 1 to " + UserForm.MAX_NAME + " characters, without control characters";
        }
        if (picture != null && !Texts.isPlain(picture, UserForm.MAX_PICTURE)) {
            return "its picture must have at most " + UserForm.MAX_PICTURE + " characters, without control characters";
        }
        return password == null || !Passwords.isTooLong(password) ? null : "its password is too long";
    }

    Login login() {
        return new Login(Login.Kind.VCHAT, vchatName);
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return "ImportedUser[]";
    }
}
