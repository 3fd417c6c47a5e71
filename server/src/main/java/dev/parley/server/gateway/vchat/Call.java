package dev.parley.server.gateway.vchat;

import dev.parley.chat.Actor;
import dev.parley.chat.UserKey;
import dev.parley.server.accounts.Client;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Session;
import dev.parley.server.rest.Form;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that may be carried out.
 *
 * @param last the last segment of its path, as it came
 * @param form empty if it carries none
 * @param items of a body that is a list; otherwise none
 * @param caller null if the endpoint asks for nobody
 */
record Call(
        App app,
        Client client,
        Query query,
        String last,
        Form form,
        List<Form> items,
        @Nullable Caller caller) {

    /** Who calls. */
    record Caller(Session session, Profile user) {

        /** Names the user, and nothing else of it. */
        @Override
        public String toString() {
            return "Caller[" + user + "]";
        }
    }

    private Caller required() {
        if (caller == null) {
            throw new IllegalStateException("the endpoint asks for nobody");
        }
        return caller;
    }

    Session session() {
        return required().session();
    }

    Profile user() {
        return required().user();
    }

    UserKey key() {
        return user().key();
    }

    Actor actor() {
        return user().actor();
    }

    /** A field that may be missing; null then, and if it is blank. */
    @Nullable
    String optional(String name) {
        String text = form.text(name);
        return text == null || text.isBlank() ? null : text;
    }

    /** The first of several names that is there. */
    @Nullable
    String optional(String name, String otherName) {
        String text = optional(name);
        return text == null ? optional(otherName) : text;
    }

    /** A text, exactly as it came. */
    String text(String name) {
        return needed(optional(name), name);
    }

    /** A text that goes by two names. */
    String text(String name, String otherName) {
        return needed(optional(name, otherName), name);
    }

    /** Several texts; those that are blank do not count. */
    List<String> texts(String name) {
        List<String> all = form.texts(name);
        List<String> filled = all == null
                ? List.of()
                : all.stream().filter(text -> !text.isBlank()).toList();
        if (filled.isEmpty()) {
            throw CallException.invalid("'" + name + "' is needed: a list of texts.");
        }
        return filled;
    }

    private static String needed(@Nullable String text, String name) {
        if (text == null) {
            throw CallException.invalid("'" + name + "' is needed: a text that is not blank.");
        }
        return text;
    }

    /** Shows nothing of what was sent. */
    @Override
    public String toString() {
        return "Call[" + app.id() + "]";
    }
}
