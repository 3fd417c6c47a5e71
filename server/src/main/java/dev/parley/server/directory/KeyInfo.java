package dev.parley.server.directory;

import dev.parley.server.config.ClientKey;
import org.jspecify.annotations.Nullable;

/**
 * A key of an app, without what is secret of it.
 *
 * @param id what it is removed by; empty if it is set in the settings file, where alone it can be removed
 * @param client the key and its settings; null for a server key
 * @param hint the last characters of the key; empty for a server key of the file
 * @param createdAt milliseconds since 1970; 0 if it is set in the file
 */
public record KeyInfo(String id, String app, @Nullable ClientKey client, String hint, long createdAt) {

    public boolean inFile() {
        return id.isEmpty();
    }
}
