package dev.parley.server.directory;

import dev.parley.core.Clock;
import dev.parley.server.config.Config;
import dev.parley.server.identity.Apps;
import dev.parley.storage.Database;
import java.util.List;

/**
 * What the directory is made of.
 *
 * @param config of this server, with the apps of its file (or the default app)
 * @param apps is kept up to date
 * @param data what is deleted with an app
 */
public record DirectoryParts(
        Database database, Config config, Apps apps, ChangeLog changes, Audit audit, Clock clock, List<AppData> data) {

    /** Copies the list. */
    public DirectoryParts {
        data = List.copyOf(data);
    }
}
