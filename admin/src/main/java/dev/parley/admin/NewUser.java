package dev.parley.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user to be created. Everything may be left out; email address, phone number and name to sign in with are unique in the app. Immutable if the profile
 * is.
 */
public final class NewUser {

    private final Map<String, @Nullable Object> members;

    private NewUser(Map<String, @Nullable Object> members) {
        this.members = new LinkedHashMap<>(members);
    }

    /**
     * Begins a user.
     *
     * @return a builder with nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    Map<String, @Nullable Object> members() {
        return members;
    }

    /** Shows what is set, and no values. */
    @Override
    public String toString() {
        return "NewUser" + members.keySet();
    }

    /** Collects what a user shall have. Belongs to one thread. */
    public static final class Builder {

        private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Sets an id of your own; otherwise one is made.
         *
         * @param id 1 to 256 characters
         * @return this builder
         */
        public Builder id(String id) {
            return set("id", id);
        }

        /**
         * Sets the email address.
         *
         * @param email the address
         * @return this builder
         */
        public Builder email(String email) {
            return set("email", email);
        }

        /**
         * Sets the phone number.
         *
         * @param phone the number in international form, such as +14155550100
         * @return this builder
         */
        public Builder phone(String phone) {
            return set("phone", phone);
        }

        /**
         * Sets the name to sign in with.
         *
         * @param username the name
         * @return this builder
         */
        public Builder username(String username) {
            return set("username", username);
        }

        /**
         * Sets the password. Without one the user signs in by link, by code, or with a token that you mint.
         *
         * @param password 6 to 256 characters
         * @return this builder
         */
        public Builder password(String password) {
            return set("password", password);
        }

        /**
         * Sets the name to show.
         *
         * @param name the name
         * @return this builder
         */
        public Builder name(String name) {
            return set("name", name);
        }

        /**
         * Sets the picture.
         *
         * @param url the picture's URL
         * @return this builder
         */
        public Builder picture(String url) {
            return set("picture", url);
        }

        /**
         * Sets whatever else the app keeps of its users.
         *
         * @param profile what the mapping writes as a JSON object, such as a {@code Map}
         * @return this builder
         */
        public Builder profile(Object profile) {
            return set("profile", new JsonOut.Mapped(profile));
        }

        /**
         * Sets whether email address and phone number count as confirmed. The server's default is true.
         *
         * @param verified false if they are to be confirmed
         * @return this builder
         */
        public Builder verified(boolean verified) {
            return set("verified", verified);
        }

        /**
         * Sets whether the user is locked out.
         *
         * @param disabled true to lock out
         * @return this builder
         */
        public Builder disabled(boolean disabled) {
            return set("disabled", disabled);
        }

        private Builder set(String name, Object value) {
            members.put(name, value);
            return this;
        }

        /**
         * The user.
         *
         * @return what was set so far
         */
        public NewUser build() {
            return new NewUser(members);
        }
    }
}
