package dev.parley.admin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key of an app.
 *
 * @param id what it is removed by; null if it is set in the settings file
 * @param kind {@code client} or {@code server}
 * @param key the key; of a server key only in the answer that makes it, otherwise null
 * @param hint the last characters of the key; empty for keys of the settings file
 * @param inFile whether it is set in the settings file and can be removed only there
 * @param createdAt when it was made; null if it is set in the settings file
 * @param settings what a client key may do; null for a server key
 */
public record Key(
        @Nullable String id,
        String kind,
        @Nullable String key,
        String hint,
        boolean inFile,
        @Nullable Instant createdAt,
        @Nullable KeySettings settings) {

    /**
     * Whether it is a server key: full access to the app.
     *
     * @return false for a client key
     */
    public boolean isServerKey() {
        return kind.equals("server");
    }

    static Key read(JsonIn in) {
        String hint = in.textOrNull("hint");
        return new Key(
                in.textOrNull("id"),
                in.text("kind"),
                in.textOrNull("key"),
                hint == null ? "" : hint,
                in.flag("inFile"),
                in.timeOrNull("createdAt"),
                in.has("settings") ? KeySettings.read(in.object("settings")) : null);
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return "Key[id=" + id + ", kind=" + kind + ", inFile=" + inFile + "]";
    }
}
