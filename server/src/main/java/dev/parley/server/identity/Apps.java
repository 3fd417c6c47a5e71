package dev.parley.server.identity;

import dev.parley.server.config.AppConfig;
import dev.parley.server.config.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The apps of this server and how clients name them. Immutable; any thread. */
public final class Apps {

    private final List<App> all = new ArrayList<>();
    private final Map<String, App> byId = new HashMap<>();
    private final Map<String, App> bySubdomain = new HashMap<>();

    public Apps(List<AppConfig> configs) {
        for (AppConfig config : configs) {
            App app = new App(config);
            all.add(app);
            byId.put(app.id(), app);
            if (config.subdomain() != null) {
                bySubdomain.put(config.subdomain(), app);
            }
        }
    }

    public List<App> all() {
        return List.copyOf(all);
    }

    public @Nullable App byId(String id) {
        return byId.get(id);
    }

    /** The only app there is, or null if there are several. */
    public @Nullable App only() {
        return all.size() == 1 ? all.getFirst() : null;
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
        if (id != null && !id.isEmpty()) {
            return byId.get(id);
        }
        if (subdomain != null && !subdomain.isEmpty()) {
            return bySubdomain.get(subdomain.toLowerCase(Locale.ROOT));
        }
        if (host != null) {
            int dot = host.indexOf('.');
            App named = dot <= 0 ? null : bySubdomain.get(host.substring(0, dot).toLowerCase(Locale.ROOT));
            if (named != null) {
                return named;
            }
        }
        return only();
    }

    /** The app whose server key this is, or null. Every key is compared, in constant time each. */
    public @Nullable App byServerKey(@Nullable String candidate) {
        if (candidate == null || candidate.isEmpty()) {
            return null;
        }
        App found = null;
        for (App app : all) {
            for (Secret key : app.config().serverKeys()) {
                if (key.matches(candidate)) {
                    found = app;
                }
            }
        }
        return found;
    }
}
