package dev.parley.server.media;

import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names that files are kept under (vchat 6). They are made here and never of anything a sender says but its ending; 122 random
 * bits in them are all that keeps a file from those who were not told its name.
 */
final class MediaName {

    static final String PROFILE = "profile";
    static final String MESSAGES = "messages";

    private static final String UUID_PATTERN = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final Pattern PICTURE = Pattern.compile("(REGISTER|GROUP_CHAT)_" + UUID_PATTERN + "_THUMB\\.jpg");
    private static final Pattern MESSAGE =
            Pattern.compile("(IMAGE|VOICE|VIDEO|FILE)_" + UUID_PATTERN + "\\.[a-z0-9]{1,8}");
    private static final Pattern ENDING = Pattern.compile("[a-z0-9]{1,8}");

    private MediaName() {}

    /** Where files of this kind lie. */
    static String folder(MediaKind kind) {
        return switch (kind) {
            case USER_PICTURE, GROUP_PICTURE -> PROFILE;
            case IMAGE, VOICE, VIDEO, FILE -> MESSAGES;
        };
    }

    /** @param ending of anything but the pictures of users and groups, which are JPEGs */
    static String random(MediaKind kind, String ending) {
        UUID id = UUID.randomUUID();
        return switch (kind) {
            case USER_PICTURE -> "REGISTER_" + id + "_THUMB.jpg";
            case GROUP_PICTURE -> "GROUP_CHAT_" + id + "_THUMB.jpg";
            case IMAGE, VOICE, VIDEO, FILE -> kind.name() + "_" + id + "." + ending;
        };
    }

    /** Where a file of this name lies, or null if no file can have it. */
    static @Nullable String folderOf(String name) {
        if (PICTURE.matcher(name).matches()) {
            return PROFILE;
        }
        return MESSAGE.matcher(name).matches() ? MESSAGES : null;
    }

    static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The ending of a sender's name in lower case, if it is one that may be kept. */
    static @Nullable String sentEnding(String fileName) {
        int dot = fileName.lastIndexOf('.');
        String ending = fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
        return dot >= 0 && ENDING.matcher(ending).matches() ? ending : null;
    }
}
