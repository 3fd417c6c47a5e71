package dev.parley.server.directory;

import dev.parley.server.config.AppConfig;
import dev.parley.server.config.ClientKey;
import dev.parley.server.config.Config;
import dev.parley.server.directory.AppRows.AppRow;
import dev.parley.server.directory.AppRows.KeyRow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes whole apps of the settings file and of rows. What is wrong in the database, such as an app whose subdomain the file has taken
 * since, is left out with a word in the log: it must not keep the other apps from being served.
 */
final class Merge {

    private static final Logger LOG = LoggerFactory.getLogger(Merge.class);

    private final Config config;
    private final SettingsText text;

    Merge(Config config, SettingsText text) {
        this.config = config;
        this.text = text;
    }

    /** @param serverKeyHashes of server keys in the database */
    record Whole(AppInfo info, Set<String> serverKeyHashes) {}

    /** All apps, those of the file first. */
    List<Whole> all(List<AppRow> rows, List<KeyRow> keys) {
        List<Whole> wholes = new ArrayList<>();
        config.apps().forEach(app -> wholes.add(ofFile(app, keys)));
        for (AppRow row : rows) {
            List<AppConfig> others =
                    wholes.stream().map(whole -> whole.info().config()).toList();
            Whole whole = ofRow(row, keys, others);
            if (whole != null) {
                wholes.add(whole);
            }
        }
        return wholes;
    }

    Whole ofFile(AppConfig app, List<KeyRow> keys) {
        return new Whole(new AppInfo(withKeys(app, keys), "", true, 0, 0), hashes(app.id(), keys));
    }

    private @Nullable Whole ofRow(AppRow row, List<KeyRow> keys, List<AppConfig> others) {
        try {
            AppConfig app = text.app(row.id(), row.settings());
            Conflicts.check(app, others);
            if (others.stream().anyMatch(other -> other.id().equals(app.id()))) {
                LOG.warn("app {} is set in the settings file; what the database has of it is not used", app.id());
                return null;
            }
            return new Whole(
                    new AppInfo(withKeys(app, keys), row.settings(), false, row.createdAt(), row.updatedAt()),
                    hashes(app.id(), keys));
        } catch (DirectoryException e) {
            LOG.error("app {} of the database is not served: {}", row.id(), e.getMessage());
            return null;
        }
    }

    private AppConfig withKeys(AppConfig app, List<KeyRow> keys) {
        Set<String> known = app.clientKeys().stream().map(ClientKey::key).collect(Collectors.toSet());
        List<ClientKey> all = new ArrayList<>(app.clientKeys());
        for (KeyRow key : keys) {
            String value = key.value();
            if (key.app().equals(app.id()) && value != null && known.add(value)) {
                ClientKey client = clientKey(key, value);
                if (client != null) {
                    all.add(client);
                }
            }
        }
        return app.withClientKeys(all);
    }

    @Nullable
    ClientKey clientKey(KeyRow key, String value) {
        try {
            return text.clientKey(value, key.settings());
        } catch (DirectoryException e) {
            LOG.error("key {} of app {} is not usable: {}", key.id(), key.app(), e.getMessage());
            return null;
        }
    }

    private static Set<String> hashes(String app, List<KeyRow> keys) {
        return keys.stream()
                .filter(key -> key.app().equals(app))
                .map(KeyRow::hash)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
