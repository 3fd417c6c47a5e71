package dev.parley.server.api;

import dev.parley.server.accounts.Client;
import dev.parley.server.identity.App;
import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call that may be made.
 *
 * @param app the app in the path, or null if there is none, or none of that name
 * @param actor who calls, for the audit: {@code server-key:1f0c22ab} or {@code operator}
 * @param values what stands for the names in the path, decoded
 * @param query parameters of the query, decoded
 * @param repeatKey the Idempotency-Key header, or null
 * @param body empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // nobody writes to it
record Call(
        Endpoint endpoint,
        @Nullable App app,
        String actor,
        @Nullable InetAddress address,
        String userAgent,
        Map<String, String> values,
        Map<String, String> query,
        @Nullable String repeatKey,
        byte[] body) {

    static final int MAX_PAGE = 1_000;
    static final int PAGE = 100;
    private static final int MAX_ID = 256;
    private static final int MAX_DEPTH = 32;

    Call withBody(byte[] read) {
        return new Call(endpoint, app, actor, address, userAgent, values, query, repeatKey, read);
    }

    /** The app that the caller's server key belongs to. */
    App ownApp() {
        if (app == null) {
            throw Refusal.notFound("app_not_found", "There is no such app.");
        }
        return app;
    }

    /** The app's id as it stands in the path. */
    String appId() {
        return value("app");
    }

    /** What stands for a name in the path. */
    String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException(endpoint + " has no " + name);
        }
        return value;
    }

    /** The id of something stored. What cannot be one is not looked for. */
    String id(String name, String codeIfNone) {
        String id = value(name);
        if (id.length() > MAX_ID || !Fields.isStorable(id)) {
            throw Refusal.notFound(codeIfNone, "There is no such " + name + ".");
        }
        return id;
    }

    /** The channel in the path. */
    String channel() {
        String channel = value("channel");
        int max = ownApp().config().maxNameLength();
        if (channel.isBlank() || channel.length() > max) {
            throw Refusal.invalid(
                    "channel", "must be a text of 1 to " + max + " characters that is not blank (maxNameLength).");
        }
        return channel;
    }

    @Nullable
    String parameter(String name) {
        return query.get(name);
    }

    int limit() {
        return (int) number("limit", 1, MAX_PAGE, PAGE);
    }

    int limit(int max) {
        return (int) number("limit", 1, max, Math.min(PAGE, max));
    }

    long number(String name, long min, long max, long otherwise) {
        String text = query.get(name);
        if (text == null) {
            return otherwise;
        }
        if (text.matches("[0-9]{1,18}")) {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw Refusal.invalid(name, "must be a whole number from " + min + " to " + max + ".");
    }

    /** The members of the body, of which {@code known} may be there. */
    Fields fields(Set<String> known) {
        return fields(MAX_DEPTH, known);
    }

    Fields fields(int maxDepth, Set<String> known) {
        return Fields.read(body, maxDepth, known);
    }

    /** The caller as the accounts see it. */
    Client client() {
        return new Client("server", address, userAgent);
    }

    /** Shows nothing of what was sent. */
    @Override
    public String toString() {
        return "Call[" + endpoint + "]";
    }
}
