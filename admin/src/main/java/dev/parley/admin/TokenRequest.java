package dev.parley.admin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A token to be made for a user. Immutable. */
public final class TokenRequest {

    private final Map<String, Object> members;

    private TokenRequest(Map<String, Object> members) {
        this.members = new LinkedHashMap<>(members);
    }

    /**
     * Begins a request.
     *
     * @param userId whose token it shall be; the user need not be stored. For {@link ClientFamily#SKAPI} a UUID, or the id of a stored user
     * @return a builder with nothing else set
     */
    public static Builder builder(String userId) {
        return new Builder(userId);
    }

    Map<String, Object> members() {
        return members;
    }

    @Override
    public String toString() {
        return "TokenRequest" + members;
    }

    /** Collects what the token shall be. Belongs to one thread. */
    public static final class Builder {

        private final Map<String, Object> members = new LinkedHashMap<>();

        private Builder(String userId) {
            members.put("userId", userId);
        }

        /**
         * Sets which clients it is for. The server's default is {@link ClientFamily#ALTOGIC}.
         *
         * @param clients the clients
         * @return this builder
         */
        public Builder clients(ClientFamily clients) {
            members.put("for", clients.text());
            return this;
        }

        /**
         * Sets how long it is good for; otherwise as long as the app's sessions last.
         *
         * @param lifetime 1 second to 10 years; parts of a second do not count
         * @return this builder
         */
        public Builder expiresIn(Duration lifetime) {
            members.put("expiresIn", lifetime.toSeconds());
            return this;
        }

        /**
         * Sets which channels the token lists, for channel rules that say {@code claim}.
         *
         * @param channels up to 100 names, with {@code *} for any characters
         * @return this builder
         */
        public Builder channels(List<String> channels) {
            members.put("channels", List.copyOf(channels));
            return this;
        }

        /**
         * The request.
         *
         * @return what was set so far
         */
        public TokenRequest build() {
            return new TokenRequest(members);
        }
    }
}
