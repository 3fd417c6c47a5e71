package dev.parley.server.identity;

import dev.parley.server.config.AppConfig;
import dev.parley.server.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The apps of this server and how clients name them. Any thread; a reader sees each change whole. */
public final class Apps {

    /**
     * Everything clients can name, made anew on each change.
     *
     * @param byServerKey by SHA-256 of the key, so that finding one tells nothing about the others
     */
    private record Index(
            List<App> all,
            Map<String, App> byId,
            Map<String, App> bySubdomain,
            Map<String, App> byService,
            Map<String, App> byServerKey) {

        static Index of(List<App> all) {
            Index index =
                    new Index(List.copyOf(all), new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
            for (App app : all) {
                AppConfig config = app.config();
                index.byId.put(app.id(), app);
                if (config.subdomain() != null) {
                    index.bySubdomain.put(config.subdomain(), app);
                }
                if (config.skapi() != null) {
                    index.byService.put(config.skapi().service(), app);
                }
                for (Secret key : config.serverKeys()) {
                    index.byServerKey.put(hash(key.reveal()), app);
                }
                app.serverKeyHashes().forEach(hash -> index.byServerKey.put(hash, app));
            }
            return index;
        }
    }

    private final List<Consumer<App>> removalListeners = new CopyOnWriteArrayList<>();
    private volatile Index index;

    public Apps(List<AppConfig> configs) {
        index = Index.of(configs.stream().map(App::new).toList());
    }

    public List<App> all() {
        return index.all;
    }

    public @Nullable App byId(String id) {
        return index.byId.get(id);
    }

    /** The only app there is, or null if there are several. */
    public @Nullable App only() {
        List<App> all = index.all;
        return all.size() == 1 ? all.getFirst() : null;
    }

    /**
     * Adds an app, or gives the one with this id other settings; connections that are there go on with them.
     *
     * @param config checked, and in conflict with no other app
     * @param serverKeyHashes SHA-256 in lower-case hex ({@link #hash}) of server keys that are not in the settings
     */
    public synchronized App put(AppConfig config, Set<String> serverKeyHashes) {
        App app = index.byId.get(config.id());
        List<App> all = new ArrayList<>(index.all);
        if (app == null) {
            app = new App(config, serverKeyHashes);
            all.add(app);
        } else {
            app.replace(config, serverKeyHashes);
        }
        index = Index.of(all);
        return app;
    }

    /**
     * Takes an app away; its connections are admitted to nothing any more, and who listens is told. An app that is put under the
     * same id later is another one. Not there: nothing happens.
     */
    public synchronized void remove(String id) {
        App app = index.byId.get(id);
        if (app != null) {
            app.remove();
            index = Index.of(index.all.stream().filter(other -> other != app).toList());
            removalListeners.forEach(listener -> listener.accept(app));
        }
    }

    /** Has somebody told of each app that is taken away, before another may have its id, on the thread that does so; be quick. */
    public void onRemoved(Consumer<App> listener) {
        removalListeners.add(listener);
    }

    /** The app that serves v_chat's clients, which name none (vchat 1); null if no app does. */
    public @Nullable App vchat() {
        for (App app : index.all) {
            if (app.config().vchat()) {
                return app;
            }
        }
        return null;
    }

    /** The app that is this Skapi service (skapi 1), or null. */
    public @Nullable App byService(String service) {
        return index.byService.get(service);
    }

    /**
     * The app a client means (specs of Altogic and Agnost, environment resolution): by id, else by subdomain, else by the first
     * label of the host name, else the only one. A name that is given and unknown leads nowhere.
     *
     * @param id environment id, null or empty if none
     * @param subdomain null or empty if none
     * @param host the Host header, or null
     */
    public @Nullable App resolve(@Nullable String id, @Nullable String subdomain, @Nullable String host) {
        Index now = index;
        if (id != null && !id.isEmpty()) {
            return now.byId.get(id);
        }
        if (subdomain != null && !subdomain.isEmpty()) {
            return now.bySubdomain.get(subdomain.toLowerCase(Locale.ROOT));
        }
        if (host != null) {
            int dot = host.indexOf('.');
            App named =
                    dot <= 0 ? null : now.bySubdomain.get(host.substring(0, dot).toLowerCase(Locale.ROOT));
            if (named != null) {
                return named;
            }
        }
        return only();
    }

    /** The app whose server key this is, or null. */
    public @Nullable App byServerKey(@Nullable String candidate) {
        return candidate == null || candidate.isEmpty() ? null : byServerKeyHash(hash(candidate));
    }

    /** The app whose server key has this {@link #hash}, or null. */
    public @Nullable App byServerKeyHash(String hash) {
        return index.byServerKey.get(hash);
    }

    /** SHA-256 of a key, in lower-case hex: what is stored of a key that need not be shown again. */
    public static String hash(String key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
