package dev.parley.server.directory;

import dev.parley.server.config.AppConfig;

/**
 * An app and where it comes from.
 *
 * @param config as it is used, with the keys of file and database
 * @param settings what was set of it, as JSON without id and keys, secrets included; empty if it comes from the file
 * @param inFile whether it is set in the settings file, and cannot be changed here
 * @param createdAt milliseconds since 1970; 0 if it comes from the file
 * @param updatedAt likewise
 */
public record AppInfo(AppConfig config, String settings, boolean inFile, long createdAt, long updatedAt) {

    public String id() {
        return config.id();
    }

    /** What was set of it, as JSON, with {@code [secret]} in place of what is secret. */
    public String shownSettings() {
        return settings.isEmpty() ? settings : Redaction.redacted(settings);
    }

    /** Shows no settings. */
    @Override
    public String toString() {
        return "AppInfo[" + id() + "]";
    }
}
