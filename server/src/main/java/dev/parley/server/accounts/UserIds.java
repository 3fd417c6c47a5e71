package dev.parley.server.accounts;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What users' ids look like to the families that know them by UUIDs ({@link User#uuid}). Any thread. */
public final class UserIds {

    /** {@link java.util.UUID#fromString} also takes shortened groups. */
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private UserIds() {}

    /** Whether it is a UUID, in any case. */
    public static boolean isUuid(String id) {
        return UUID_FORM.matcher(id).matches();
    }

    /** The UUID in lower case, as it is stored; null if it is none. */
    public static @Nullable String normalised(String id) {
        return isUuid(id) ? id.toLowerCase(Locale.ROOT) : null;
    }
}
