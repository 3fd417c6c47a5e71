package dev.parley.server.rest;

import org.jspecify.annotations.Nullable;

/**
 * What a path means.
 *
 * @param family owner of the path
 * @param target what is asked for there
 * @param app app id in the path, or null
 */
public record Route(Family family, Target target, @Nullable String app) {

    /** What can be asked for. */
    public enum Target {
        /** Engine.IO: handshakes, polls, WebSockets. */
        ENGINE,
        /** Members of a channel, for Altogic's library. */
        ALTOGIC_MEMBERS,
        /** Members of a channel, for Agnost's library. */
        AGNOST_MEMBERS,
        LIVE,
        READY,
        METRICS,
        HOME,
        /** Reserved for a family, but nothing is there. */
        NOTHING
    }

    private static final String ALTOGIC_API = "/_api/";
    private static final String GET_MEMBERS = "realtime/get-members";

    /** Reads a raw request path; leading slashes count as one. */
    public static Route of(String rawPath) {
        String path = withOneLeadingSlash(rawPath);
        Route fixed = fixed(path);
        return fixed == null ? ofApp(path) : fixed;
    }

    private static @Nullable Route fixed(String path) {
        String first = first(path);
        return switch (first) {
            case "" -> new Route(Family.PARLEY, Target.HOME, null);
            case "socket.io" -> new Route(Family.SOCKET_IO, isOnly(path, "/socket.io"), null);
            case "realtime" -> {
                boolean engine = isOnly(path, "/realtime") == Target.ENGINE
                        || isOnly(path, "/realtime/realtime") == Target.ENGINE;
                yield new Route(Family.SOCKET_IO, engine ? Target.ENGINE : Target.NOTHING, null);
            }
            case "api" -> new Route(path.startsWith("/api/v1/") ? Family.VCHAT : Family.PARLEY, Target.NOTHING, null);
            case "skapi", "cdn" -> new Route(Family.SKAPI, Target.NOTHING, null);
            case "cognito" -> new Route(Family.COGNITO, Target.NOTHING, null);
            case "health" -> new Route(Family.PARLEY, health(path), null);
            case "metrics" -> new Route(Family.PARLEY, path.equals("/metrics") ? Target.METRICS : Target.NOTHING, null);
            case "v1", "docs", "agnost" -> new Route(Family.PARLEY, Target.NOTHING, null);
            default -> first.endsWith(".cloudfront.net") ? new Route(Family.SKAPI, Target.NOTHING, null) : null;
        };
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
        if (path.startsWith(ALTOGIC_API)) {
            return altogic(path, null);
        }
        String rest = path.substring(first.length() + 1);
        if (first.startsWith("e:") || first.startsWith("E:")) {
            // A base URL that ends with a slash, and the call behind it.
            return altogic(withOneLeadingSlash(rest), first.substring(2));
        }
        if (rest.equals("/agnost/" + GET_MEMBERS) || rest.equals("/" + GET_MEMBERS)) {
            return new Route(Family.ALTOGIC, Target.AGNOST_MEMBERS, first);
        }
        boolean agnost = rest.startsWith("/agnost/") || rest.startsWith("/realtime/");
        return new Route(agnost ? Family.ALTOGIC : Family.PARLEY, Target.NOTHING, agnost ? first : null);
    }

    private static Route altogic(String path, @Nullable String app) {
        boolean members = path.equals("/_api/rest/v1/" + GET_MEMBERS);
        return new Route(Family.ALTOGIC, members ? Target.ALTOGIC_MEMBERS : Target.NOTHING, app);
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
