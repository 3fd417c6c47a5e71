package dev.parley.server.identity;

import dev.parley.server.config.AppConfig;
import dev.parley.server.config.ClientKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One tenant as the running server sees it. The object stays the same for the app's life; its settings may be replaced while it
 * is in use, so ask for them where they are needed and do not keep them. Any thread.
 */
public final class App {

    /** What is replaced as a whole. */
    private record State(
            AppConfig config, Map<String, ClientKey> keys, Set<String> serverKeyHashes, ChannelRules rules) {

        static State of(AppConfig config, Set<String> serverKeyHashes) {
            Map<String, ClientKey> keys = new HashMap<>();
            config.clientKeys().forEach(key -> keys.put(key.key(), key));
            return new State(config, keys, Set.copyOf(serverKeyHashes), new ChannelRules(config));
        }
    }

    private final String id;
    private volatile State state;
    private volatile boolean gone;

    public App(AppConfig config) {
        this(config, Set.of());
    }

    /** @param serverKeyHashes SHA-256 in lower-case hex of server keys beside those in the settings */
    App(AppConfig config, Set<String> serverKeyHashes) {
        this.id = config.id();
        this.state = State.of(config, serverKeyHashes);
    }

    public String id() {
        return id;
    }

    /** The settings as they are now. */
    public AppConfig config() {
        return state.config;
    }

    /** Who may use which channels, as it is now. */
    public ChannelRules rules() {
        return state.rules;
    }

    /** Whether it was removed; nobody is admitted to it any more. */
    public boolean isGone() {
        return gone;
    }

    void replace(AppConfig config, Set<String> serverKeyHashes) {
        state = State.of(config, serverKeyHashes);
    }

    void remove() {
        gone = true;
        State last = state;
        state = new State(last.config, last.keys, last.serverKeyHashes, last.rules);
    }

    /** Another object whenever its settings are, or it is gone: what was found out under one of them holds until then. */
    Object version() {
        return state;
    }

    Set<String> serverKeyHashes() {
        return state.serverKeyHashes;
    }

    @Nullable
    ClientKey key(String value) {
        return state.keys.get(value);
    }
}
