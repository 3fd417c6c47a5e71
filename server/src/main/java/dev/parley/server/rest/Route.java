package dev.parley.server.rest;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a path means.
 *
 * @param family owner of the path
 * @param target what is asked for there
 * @param app app id (for skapi-js its service) in the path, or null
 * @param path what follows the part that leads there, such as {@code realtime/get-members}; empty if nothing
 */
public record Route(Family family, Target target, @Nullable String app, String path) {

    /** What can be asked for. */
    public enum Target {
        /** Engine.IO: handshakes, polls, WebSockets. */
        ENGINE,
        /** A call of Altogic's library. */
        ALTOGIC,
        /** A call of Agnost's library. */
        AGNOST,
        /** Signing in with an account elsewhere. */
        OAUTH,
        /** A call of v_chat's clients. */
        CHAT,
        /** A call or a WebSocket of skapi-js; the app is named by its service. */
        SKAPI,
        /** A file that tells skapi-js where everything is. */
        SKAPI_ENDPOINTS,
        /** What skapi-js asks of Cognito. */
        COGNITO,
        /** Parley's own API. */
        API,
        /** Its description. */
        DOCS,
        LIVE,
        READY,
        METRICS,
        HOME,
        /** Reserved for a family, but nothing is there. */
        NOTHING
    }

    private static final String ALTOGIC_API = "/_api/";
    private static final String ALTOGIC_CALLS = "/_api/rest/v1/";
    private static final String ALTOGIC_OAUTH = "/_auth/";
    private static final String CHAT_CALLS = "/api/v1/";
    private static final String AGNOST_OAUTH = "oauth/";

    /** The app in a path that always has one. */
    String requireApp() {
        return Objects.requireNonNull(app, "app");
    }

    private static Route at(Family family, Target target) {
        return new Route(family, target, null, "");
    }

    /** Reads a raw request path; leading slashes count as one. */
    public static Route of(String rawPath) {
        String path = withOneLeadingSlash(rawPath);
        Route fixed = fixed(path);
        return fixed == null ? ofApp(path) : fixed;
    }

    private static @Nullable Route fixed(String path) {
        String first = first(path);
        return switch (first) {
            case "" -> at(Family.PARLEY, Target.HOME);
            case "socket.io" -> at(Family.SOCKET_IO, isOnly(path, "/socket.io"));
            case "realtime" -> {
                boolean engine = isOnly(path, "/realtime") == Target.ENGINE
                        || isOnly(path, "/realtime/realtime") == Target.ENGINE;
                yield at(Family.SOCKET_IO, engine ? Target.ENGINE : Target.NOTHING);
            }
            case "api" ->
                path.startsWith(CHAT_CALLS)
                        ? new Route(Family.VCHAT, Target.CHAT, null, path.substring(CHAT_CALLS.length()))
                        : at(Family.PARLEY, Target.NOTHING);
            case "skapi" -> skapi(below(path, first));
            case "cdn" -> new Route(Family.SKAPI, Target.SKAPI_ENDPOINTS, null, below(path, first));
            case "cognito" -> at(Family.COGNITO, below(path, first).isEmpty() ? Target.COGNITO : Target.NOTHING);
            case "health" -> at(Family.PARLEY, health(path));
            case "metrics" -> at(Family.PARLEY, path.equals("/metrics") ? Target.METRICS : Target.NOTHING);
            case "v1" -> new Route(Family.PARLEY, Target.API, null, below(path, first));
            case "docs" -> new Route(Family.PARLEY, Target.DOCS, null, below(path, first));
            case "agnost" -> at(Family.PARLEY, Target.NOTHING);
            default ->
                first.endsWith(".cloudfront.net")
                        ? new Route(Family.SKAPI, Target.SKAPI_ENDPOINTS, null, path.substring(1))
                        : null;
        };
    }

    private static Route skapi(String servicePath) {
        int slash = servicePath.indexOf('/');
        return slash <= 0
                ? at(Family.SKAPI, Target.NOTHING)
                : new Route(
                        Family.SKAPI, Target.SKAPI, servicePath.substring(0, slash), servicePath.substring(slash + 1));
    }

    private static Target health(String path) {
        return switch (path) {
            case "/health/live" -> Target.LIVE;
            case "/health/ready" -> Target.READY;
            default -> Target.NOTHING;
        };
    }

    private static Route ofApp(String path) {
        String first = first(path);
        if (path.startsWith(ALTOGIC_API) || path.startsWith(ALTOGIC_OAUTH)) {
            return altogic(path, null);
        }
        if (first.startsWith("e:") || first.startsWith("E:")) {
            // A base URL that ends with a slash, and the call behind it.
            return altogic(withOneLeadingSlash(path.substring(first.length() + 1)), first.substring(2));
        }
        String rest = below(path, first);
        String call = rest.startsWith("agnost/") ? rest.substring("agnost/".length()) : rest;
        if (call.startsWith(AGNOST_OAUTH)) {
            return new Route(Family.ALTOGIC, Target.OAUTH, first, call.substring(AGNOST_OAUTH.length()));
        }
        boolean agnost = !call.equals(rest) || call.startsWith("realtime/") || call.startsWith("auth/");
        return agnost ? new Route(Family.ALTOGIC, Target.AGNOST, first, call) : at(Family.PARLEY, Target.NOTHING);
    }

    private static Route altogic(String path, @Nullable String app) {
        if (path.startsWith(ALTOGIC_OAUTH)) {
            return new Route(Family.ALTOGIC, Target.OAUTH, app, path.substring(ALTOGIC_OAUTH.length()));
        }
        boolean call = path.startsWith(ALTOGIC_CALLS);
        return call
                ? new Route(Family.ALTOGIC, Target.ALTOGIC, app, path.substring(ALTOGIC_CALLS.length()))
                : new Route(Family.ALTOGIC, Target.NOTHING, app, "");
    }

    /** What follows the first segment and its slash. */
    private static String below(String path, String first) {
        return path.length() <= first.length() + 2 ? "" : path.substring(first.length() + 2);
    }

    /** The slashes a path begins with count as one. */
    private static String withOneLeadingSlash(String path) {
        int from = 0;
        while (from + 1 < path.length() && path.charAt(from + 1) == '/' && path.charAt(from) == '/') {
            from++;
        }
        return path.substring(from);
    }

    /** The first segment, without slashes. */
    private static String first(String path) {
        int end = path.indexOf('/', 1);
        return path.isEmpty() ? "" : path.substring(1, end < 0 ? path.length() : end);
    }

    private static Target isOnly(String path, String place) {
        boolean there = path.equals(place) || path.equals(place + "/");
        return there ? Target.ENGINE : Target.NOTHING;
    }
}
