package dev.parley.server.directory;

import dev.parley.core.Clock;
import dev.parley.server.config.AppConfig;
import dev.parley.server.config.ClientKey;
import dev.parley.server.config.Config;
import dev.parley.server.config.Secret;
import dev.parley.server.directory.AppRows.AppRow;
import dev.parley.server.directory.AppRows.KeyRow;
import dev.parley.server.directory.DirectoryException.Reason;
import dev.parley.server.directory.Merge.Whole;
import dev.parley.server.identity.Apps;
import dev.parley.storage.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The apps and keys that are kept in the database, beside those of the settings file, which this cannot change. Any thread; nothing
 * blocks. A stage ends with {@link DirectoryException} when the call is refused. When it ends well, the change is stored, noted in
 * the audit and in effect in this process; others follow within about a second.
 */
public final class AppDirectory {

    /** The schema of this package, for {@link dev.parley.storage.DatabaseOptions}. */
    public static final String SCHEMA = "db/directory";

    private final Database database;
    private final Config config;
    private final ChangeLog changes;
    private final Audit audit;
    private final Clock clock;
    private final List<AppData> data;
    private final SettingsText text;
    private final Merge merge;
    private final LiveApps live;

    public AppDirectory(DirectoryParts parts) {
        this.database = parts.database();
        this.config = parts.config();
        this.changes = parts.changes();
        this.audit = parts.audit();
        this.clock = parts.clock();
        this.data = parts.data();
        this.text = new SettingsText(config);
        this.merge = new Merge(config, text);
        this.live = new LiveApps(database, merge, parts.apps());
    }

    /** Puts all apps of the database in effect, and the keys it has for those of the file. */
    public CompletionStage<@Nullable Void> load() {
        return live.refresh();
    }

    /** What {@link ChangeFeed} tells. @return completed when it has had its effect */
    public CompletionStage<@Nullable Void> changed(Change change) {
        return switch (change.kind()) {
            case APP, KEY, REMOVED, ALL -> live.refresh();
            // Others listen to that.
            case SESSION, USER -> CompletableFuture.completedFuture(null);
        };
    }

    /** All apps, those of the file first. */
    public CompletionStage<List<AppInfo>> list() {
        return database.read(handle -> wholes(handle).stream().map(Whole::info).toList());
    }

    /** The app, or null. */
    public CompletionStage<@Nullable AppInfo> find(String id) {
        return list().thenApply(all ->
                all.stream().filter(app -> app.id().equals(id)).findFirst().orElse(null));
    }

    /**
     * Adds an app.
     *
     * @param settings its section of the settings file as a JSON object, without id and keys
     */
    public CompletionStage<AppInfo> create(String actor, String id, String settings) {
        return act(actor, Change.Kind.APP, id, handle -> {
                    if (isInFile(id) || AppRows.app(handle, id).isPresent()) {
                        throw new DirectoryException(Reason.CONFLICT, "there is an app \"" + id + "\" already");
                    }
                    checked(handle, id, settings);
                    long now = clock.millis();
                    AppRows.insert(handle, new AppRow(id, text.canonical(settings), now, now));
                    return new Done<>("app.add", id, Map.of("settings", text.names(text.canonical(settings))), id);
                })
                .thenCompose(this::reload);
    }

    /** Gives an app other settings: all of them, what is not there goes back to its default. */
    public CompletionStage<AppInfo> update(String actor, String id, String settings) {
        return act(actor, Change.Kind.APP, id, handle -> {
                    AppRow old = changeable(handle, id);
                    checked(handle, id, settings);
                    AppRows.update(handle, new AppRow(id, text.canonical(settings), old.createdAt(), clock.millis()));
                    return new Done<>("app.set", id, Map.of("settings", text.names(text.canonical(settings))), id);
                })
                .thenCompose(this::reload);
    }

    /**
     * Changes some settings of an app.
     *
     * @param patch a JSON merge patch (RFC 7396): what is null in it goes back to its default
     */
    public CompletionStage<AppInfo> patch(String actor, String id, String patch) {
        return act(actor, Change.Kind.APP, id, handle -> {
                    AppRow old = changeable(handle, id);
                    String settings = text.merged(old.settings(), patch);
                    checked(handle, id, settings);
                    AppRows.update(handle, new AppRow(id, settings, old.createdAt(), clock.millis()));
                    return new Done<>("app.set", id, Map.of("settings", text.names(patch)), id);
                })
                .thenCompose(this::reload);
    }

    /** Deletes an app with its keys, and with all that others keep of it: a new app of that id inherits nothing. */
    public CompletionStage<String> delete(String actor, String id) {
        return act(actor, Change.Kind.REMOVED, id, handle -> {
            changeable(handle, id);
            AppRows.delete(handle, id);
            data.forEach(kept -> kept.delete(handle, id));
            return new Done<>("app.remove", id, Map.of(), id);
        });
    }

    /** The keys of an app, those of the file first. */
    public CompletionStage<List<KeyInfo>> keys(String app) {
        return database.read(handle -> {
            required(handle, app);
            List<KeyInfo> keys = new ArrayList<>();
            fileApp(app).ifPresent(file -> {
                file.clientKeys().forEach(key -> keys.add(new KeyInfo("", app, key, "", 0)));
                file.serverKeys().forEach(_ -> keys.add(new KeyInfo("", app, null, "", 0)));
            });
            AppRows.keys(handle, app).stream().map(this::info).forEach(keys::add);
            return keys;
        });
    }

    /**
     * Adds a client key.
     *
     * @param value the key; null to have one made
     * @param settings its section of the settings file as a JSON object, without the key
     */
    public CompletionStage<KeyInfo> addClientKey(String actor, String app, @Nullable String value, String settings) {
        return act(actor, Change.Kind.KEY, app, handle -> {
            AppConfig owner = required(handle, app);
            String key = value == null ? RandomText.clientKey() : value;
            ClientKey client = text.clientKey(key, settings);
            checkClientKey(handle, owner, key);
            KeyRow row = KeyRow.client(app, key, text.canonicalKey(settings), clock.millis());
            AppRows.insert(handle, row);
            return new Done<>(
                    "key.add",
                    row.id(),
                    Map.of("kind", "client", "settings", text.names(row.settings())),
                    new KeyInfo(row.id(), app, client, row.hint(), row.createdAt()));
        });
    }

    private void checkClientKey(Handle handle, AppConfig owner, String key) {
        if (owner.clientKeys().stream().anyMatch(other -> other.key().equals(key))
                || AppRows.keys(handle, owner.id()).stream().anyMatch(other -> key.equals(other.value()))) {
            throw new DirectoryException(Reason.CONFLICT, "key is already a client key of this app");
        }
        String hash = Apps.hash(key);
        if (Conflicts.isServerKey(hash, config.apps()) || AppRows.hasHash(handle, hash)) {
            throw new DirectoryException(Reason.CONFLICT, "key must not be a server key too, as every client knows it");
        }
    }

    /** Makes a server key. This is the only time it can be seen. */
    public CompletionStage<NewServerKey> addServerKey(String actor, String app) {
        return act(actor, Change.Kind.KEY, app, handle -> {
            required(handle, app);
            String key = RandomText.serverKey();
            KeyRow row = KeyRow.server(app, key, clock.millis());
            AppRows.insert(handle, row);
            return new Done<>(
                    "key.add", row.id(), Map.of("kind", "server"), new NewServerKey(info(row), Secret.of(key)));
        });
    }

    /** Removes a key of either kind. */
    public CompletionStage<KeyInfo> removeKey(String actor, String app, String id) {
        return act(actor, Change.Kind.KEY, app, handle -> {
            required(handle, app);
            KeyRow row = AppRows.keys(handle, app).stream()
                    .filter(key -> key.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new DirectoryException(
                            Reason.NOT_FOUND, "app \"" + app + "\" has no key \"" + id + "\" in the database"));
            AppRows.deleteKey(handle, id);
            return new Done<>("key.remove", id, Map.of("kind", row.value() == null ? "server" : "client"), info(row));
        });
    }

    /** What an act did, for the audit and for whoever wanted it. */
    private record Done<T>(String action, String subject, Map<String, ?> detail, T result) {}

    private interface ActWork<T> {
        Done<T> run(Handle handle);
    }

    private <T> CompletionStage<T> act(String actor, Change.Kind kind, String app, ActWork<T> work) {
        return database.write(handle -> {
                    // First, as it makes other acts wait: what is found free of conflicts stays so until the commit.
                    changes.append(handle, app, kind, app);
                    Done<T> done = work.run(handle);
                    audit.append(handle, new Audit.Act(actor, app, done.action(), done.subject(), done.detail()));
                    return done.result();
                })
                // It is stored whether or not it could be read back; the feed brings it then.
                .thenCompose(result -> live.refresh().handle((_, _) -> result));
    }

    private void checked(Handle handle, String id, String settings) {
        AppConfig app = text.app(id, settings);
        Conflicts.check(
                app, wholes(handle).stream().map(whole -> whole.info().config()).toList());
    }

    private List<Whole> wholes(Handle handle) {
        return merge.all(AppRows.apps(handle), AppRows.keys(handle));
    }

    private KeyInfo info(KeyRow row) {
        String value = row.value();
        return new KeyInfo(
                row.id(), row.app(), value == null ? null : merge.clientKey(row, value), row.hint(), row.createdAt());
    }

    private Optional<AppConfig> fileApp(String id) {
        return config.apps().stream().filter(app -> app.id().equals(id)).findFirst();
    }

    private boolean isInFile(String id) {
        return fileApp(id).isPresent();
    }

    private AppRow changeable(Handle handle, String id) {
        if (isInFile(id)) {
            throw new DirectoryException(
                    Reason.IN_FILE, "app \"" + id + "\" is set in the settings file (parley.yaml); change it there");
        }
        return AppRows.app(handle, id).orElseThrow(() -> unknown(id));
    }

    /** The app's settings, without the keys of the database. */
    private AppConfig required(Handle handle, String id) {
        return Stream.concat(
                        fileApp(id).stream(), AppRows.app(handle, id).stream().map(row -> text.app(id, row.settings())))
                .findFirst()
                .orElseThrow(() -> unknown(id));
    }

    private CompletionStage<AppInfo> reload(String id) {
        return find(id).thenApply(app -> {
            if (app == null) {
                throw unknown(id);
            }
            return app;
        });
    }

    private static DirectoryException unknown(String id) {
        return new DirectoryException(Reason.NOT_FOUND, "there is no app \"" + id + "\"");
    }
}
