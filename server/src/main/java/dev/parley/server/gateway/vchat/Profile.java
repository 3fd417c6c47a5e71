package dev.parley.server.gateway.vchat;

import dev.parley.chat.Actor;
import dev.parley.chat.Affected;
import dev.parley.chat.UserKey;
import dev.parley.server.accounts.User;
import dev.parley.server.media.MediaStore;
import org.jspecify.annotations.Nullable;

/**
 * A user as others see it (vchat 2.1).
 *
 * @param key the app, and the user's id on the wire
 * @param userId the user's id in the accounts
 * @param picture a bare file name
 * @param email whatever the user signs in with
 */
record Profile(UserKey key, String userId, String name, String picture, String email) {

    /** Where pictures are served; what is stored of a user's picture begins with it if it is one of ours. */
    static final String PICTURES = "/api/v1/public/profile/";

    private static final String DELETED = "Deleted account";

    static Profile of(User user) {
        String email = firstOf(user.vchatName(), user.email(), user.username(), user.phone(), user.hexId());
        return new Profile(
                new UserKey(user.app(), user.hexId()),
                user.id(),
                firstOf(user.name(), email),
                picture(user.picture()),
                email);
    }

    /** Stands for a user who is not there any more. */
    static Profile deleted(UserKey key) {
        return new Profile(key, key.id(), DELETED, MediaStore.DEFAULT_USER_PICTURE, key.id());
    }

    /** v_chat's clients can show no picture from elsewhere. */
    static String picture(@Nullable String url) {
        return url == null || !url.startsWith(PICTURES)
                ? MediaStore.DEFAULT_USER_PICTURE
                : url.substring(PICTURES.length());
    }

    /** What is stored of a picture that is one of ours; null stays null. */
    static @Nullable String pictureUrl(@Nullable String fileName) {
        return fileName == null ? null : PICTURES + fileName;
    }

    /** The first that is there and not blank; clients take none of these for null. */
    private static String firstOf(@Nullable String... texts) {
        for (String text : texts) {
            if (text != null && !text.isBlank()) {
                return text;
            }
        }
        return "";
    }

    Actor actor() {
        return new Actor(key, name, picture);
    }

    Affected affected() {
        return new Affected(key.id(), name);
    }

    /** Names the user, and nothing else of it. */
    @Override
    public String toString() {
        return "Profile[" + key + "]";
    }
}
