package dev.parley.server.identity;

import dev.parley.server.config.AppConfig;
import dev.parley.server.config.ClientKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One tenant as the running server sees it. Immutable. */
public final class App {

    private final AppConfig config;
    private final Map<String, ClientKey> keys = new HashMap<>();

    public App(AppConfig config) {
        this.config = config;
        config.clientKeys().forEach(key -> keys.put(key.key(), key));
    }

    public String id() {
        return config.id();
    }

    public AppConfig config() {
        return config;
    }

    @Nullable
    ClientKey key(String value) {
        return keys.get(value);
    }
}
