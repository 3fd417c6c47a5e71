package dev.parley.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of a user. What is not set stays as it is; what is set to null is taken away. Immutable if the profile is.
 *
 * <pre>{@code
 * admin.users().update(id, UserChange.builder().name("Han S.").picture(null).build());
 * }</pre>
 */
public final class UserChange {

    private final Map<String, @Nullable Object> members;

    private UserChange(Map<String, @Nullable Object> members) {
        this.members = new LinkedHashMap<>(members);
    }

    /**
     * Begins a change.
     *
     * @return a builder with nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    Map<String, @Nullable Object> members() {
        return members;
    }

    /** Shows what changes, and no values. */
    @Override
    public String toString() {
        return "UserChange" + members.keySet();
    }

    /** Collects what shall change. Belongs to one thread. */
    public static final class Builder {

        private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Changes the email address. The user's devices get {@code user:emailchange}.
         *
         * @param email the address; null takes it away
         * @return this builder
         */
        public Builder email(@Nullable String email) {
            return set("email", email);
        }

        /**
         * Changes the phone number. The user's devices get {@code user:phonechange}.
         *
         * @param phone the number in international form; null takes it away
         * @return this builder
         */
        public Builder phone(@Nullable String phone) {
            return set("phone", phone);
        }

        /**
         * Changes the name to sign in with.
         *
         * @param username the name; null takes it away
         * @return this builder
         */
        public Builder username(@Nullable String username) {
            return set("username", username);
        }

        /**
         * Changes the password, which ends all sessions. The user's devices get {@code user:pwdchange}.
         *
         * @param password 6 to 256 characters; null takes it away
         * @return this builder
         */
        public Builder password(@Nullable String password) {
            return set("password", password);
        }

        /**
         * Changes the name to show.
         *
         * @param name the name; null takes it away
         * @return this builder
         */
        public Builder name(@Nullable String name) {
            return set("name", name);
        }

        /**
         * Changes the picture.
         *
         * @param url the picture's URL; null takes it away
         * @return this builder
         */
        public Builder picture(@Nullable String url) {
            return set("picture", url);
        }

        /**
         * Replaces whatever else the app keeps of the user.
         *
         * @param profile what the mapping writes as a JSON object, such as a {@code Map}; null empties it
         * @return this builder
         */
        public Builder profile(@Nullable Object profile) {
            return set("profile", profile == null ? null : new JsonOut.Mapped(profile));
        }

        /**
         * Changes whether email address and phone number count as confirmed.
         *
         * @param verified whether they do
         * @return this builder
         */
        public Builder verified(boolean verified) {
            return set("verified", verified);
        }

        /**
         * Locks the user out, which ends all sessions, or lets the user in again.
         *
         * @param disabled true to lock out
         * @return this builder
         */
        public Builder disabled(boolean disabled) {
            return set("disabled", disabled);
        }

        private Builder set(String name, @Nullable Object value) {
            members.put(name, value);
            return this;
        }

        /**
         * The change.
         *
         * @return what was set so far
         */
        public UserChange build() {
            return new UserChange(members);
        }
    }
}
