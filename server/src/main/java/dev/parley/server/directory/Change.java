package dev.parley.server.directory;

import java.util.Arrays;
import java.util.Optional;

/**
 * Something that was changed in the database, perhaps by another process.
 *
 * @param seq its place in the order of all changes, without gaps
 * @param app the app's id; empty for {@link Kind#ALL}
 * @param subject what of the app: a key's, session's or user's id; an app's id again
 * @param at milliseconds since 1970
 */
public record Change(long seq, String app, Kind kind, String subject, long at) {

    /** What was changed. */
    public enum Kind {
        APP("app"),
        KEY("key"),
        SESSION("session"),
        USER("user"),
        /** The app was deleted, with its users and all there was in it. */
        REMOVED("removed"),
        /** Nobody knows any more what was changed: whatever is remembered of the database has to be forgotten. */
        ALL("all");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** How it is stored. */
        public String label() {
            return label;
        }

        /** The kind that is stored like this; empty if it is none that this version knows. */
        public static Optional<Kind> of(String label) {
            return Arrays.stream(values())
                    .filter(kind -> kind.label.equals(label))
                    .findFirst();
        }
    }
}
