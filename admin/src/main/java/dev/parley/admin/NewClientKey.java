package dev.parley.admin;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client key to be made. Immutable. What is not set has the server's default. */
public final class NewClientKey {

    private final @Nullable String key;
    private final Map<String, Object> settings;

    private NewClientKey(@Nullable String key, Map<String, Object> settings) {
        this.key = key;
        this.settings = new LinkedHashMap<>(settings);
    }

    /**
     * Begins a key.
     *
     * @return a builder with nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kind", "client");
        if (key != null) {
            members.put("key", key);
        }
        if (!settings.isEmpty()) {
            members.put("settings", settings);
        }
        return members;
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return "NewClientKey" + settings;
    }

    /** Collects what the key shall be. Belongs to one thread. */
    public static final class Builder {

        private final Map<String, Object> settings = new LinkedHashMap<>();
        private @Nullable String key;

        private Builder() {}

        /**
         * Sets the key; otherwise one is made.
         *
         * @param value at most 256 characters
         * @return this builder
         */
        public Builder key(String value) {
            key = value;
            return this;
        }

        /**
         * Sets whether sockets may use it.
         *
         * @param realtime whether they may
         * @return this builder
         */
        public Builder realtime(boolean realtime) {
            return set("realtime", realtime);
        }

        /**
         * Sets when it stops working; otherwise it never does.
         *
         * @param at when
         * @return this builder
         */
        public Builder expires(Instant at) {
            return set("expires", at);
        }

        /**
         * Sets the web pages' origins it works from; otherwise all.
         *
         * @param origins such as {@code https://example.com}
         * @return this builder
         */
        public Builder allowedOrigins(List<String> origins) {
            return set("allowedOrigins", List.copyOf(origins));
        }

        /**
         * Sets the addresses and networks it works from; otherwise all.
         *
         * @param addresses such as {@code 192.0.2.0/24}
         * @return this builder
         */
        public Builder allowedIps(List<String> addresses) {
            return set("allowedIps", List.copyOf(addresses));
        }

        /**
         * Sets whether a client needs a session besides.
         *
         * @param enforce whether it does
         * @return this builder
         */
        public Builder enforceSession(boolean enforce) {
            return set("enforceSession", enforce);
        }

        private Builder set(String name, Object value) {
            settings.put(name, value);
            return this;
        }

        /**
         * The key.
         *
         * @return what was set so far
         */
        public NewClientKey build() {
            return new NewClientKey(key, settings);
        }
    }
}
