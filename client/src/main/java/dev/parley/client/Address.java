package dev.parley.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is, made of what users have: the URL that the originals' clients take too (altogic-agnost 1.3), which may name the app. Immutable.
 *
 * <p>User and password in the URL are left out, here and in all messages: the originals' clients need such URLs for servers on one's own machine (altogic-agnost
 * 8).
 */
final class Address {

    private static final String QUERY = "?EIO=4&transport=";
    private static final String UNRESERVED = "-._~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private final Dialect dialect;
    private final boolean secure;
    /** Host and port. */
    private final String authority;
    /** Without the last slash. */
    private final String path;

    private final String prefix;
    private final @Nullable String app;

    /**
     * Checks what the user gave.
     *
     * @param base {@code http}, {@code https}, {@code ws} or {@code wss}, host, perhaps a port, and perhaps the app as path: {@code /e:APP} for
     *     {@link Dialect#ALTOGIC}, {@code /APP} for {@link Dialect#AGNOST}
     * @param app the app's id; null for the one of the base, if there is one there
     * @param path path of the Socket.IO server; null for the dialect's. If it ends with the dialect's, what is before is put before the REST paths as well
     * @throws IllegalArgumentException if something is wrong; the message says what to do
     */
    Address(URI base, Dialect dialect, @Nullable String app, @Nullable String path) {
        this.dialect = dialect;
        secure = isSecure(base);
        authority = authority(base);
        String named = appOf(base, dialect);
        this.app = app == null ? named : checked(app);
        this.path = path == null ? dialect.path() : encodedPath(path);
        prefix = this.path.endsWith(dialect.path())
                ? this.path.substring(0, this.path.length() - dialect.path().length())
                : "";
    }

    /**
     * The URL that a text is.
     *
     * @throws IllegalArgumentException if it is none. The text is not repeated: it may hold a password
     */
    static URI parse(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "The server's address must be a URL such as http://127.0.0.1:7400 or https://chat.example.com/e:APP.");
        }
    }

    /** URL of the WebSocket. */
    URI webSocket() {
        return URI.create((secure ? "wss://" : "ws://") + authority + path + QUERY + "websocket");
    }

    /** URL of long-polling; further parameters can be appended. */
    URI polling() {
        return URI.create(http() + path + QUERY + "polling");
    }

    /** The app's id; null if nobody said it. */
    @Nullable
    String app() {
        return app;
    }

    /** URL for the members of a channel (altogic-agnost 6.2); null if it takes an app and there is none. */
    @Nullable
    URI members() {
        String base = http() + prefix;
        return switch (dialect) {
            case ALTOGIC ->
                URI.create(base + (app == null ? "" : "/e:" + encoded(app)) + "/_api/rest/v1/realtime/get-members");
            case AGNOST -> app == null ? null : URI.create(base + "/" + encoded(app) + "/agnost/realtime/get-members");
        };
    }

    /** A URL for messages: without user, password, query and fragment. */
    static String shown(URI url) {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return url.getScheme() + "://" + url.getHost() + port + url.getRawPath();
    }

    /** The server and the path. */
    @Override
    public String toString() {
        return http() + path;
    }

    private String http() {
        return (secure ? "https://" : "http://") + authority;
    }

    private static boolean isSecure(URI base) {
        String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "http", "ws" -> false;
            case "https", "wss" -> true;
            default ->
                throw new IllegalArgumentException(
                        "The server's address must begin with http://, https://, ws:// or wss://"
                                + (scheme.isEmpty() ? "." : ", not with " + Failures.plain(scheme) + ":."));
        };
    }

    private static String authority(URI base) {
        if (base.getHost() == null) {
            throw new IllegalArgumentException(
                    "The server's address has no host that Java understands; a host's name is"
                            + " made of letters, digits, dots and hyphens (no underscores).");
        }
        if (base.getPort() == 0 || base.getPort() > 65_535) {
            throw new IllegalArgumentException(
                    "Port " + base.getPort() + " of the server's address is none; 1 to 65535 are.");
        }
        if (base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "The server's address must have neither ? nor #; keys and sessions have methods of their own in the builder.");
        }
        return base.getHost() + (base.getPort() < 0 ? "" : ":" + base.getPort());
    }

    private static @Nullable String appOf(URI base, Dialect dialect) {
        String path = base.getPath() == null ? "" : base.getPath();
        String segment = path.startsWith("/") ? path.substring(1) : path;
        if (segment.endsWith("/")) {
            segment = segment.substring(0, segment.length() - 1);
        }
        if (segment.isEmpty() && path.length() <= 1) {
            return null;
        }
        boolean marked = segment.startsWith("e:") || segment.startsWith("E:");
        if (segment.contains("/") || segment.isEmpty() || marked != (dialect == Dialect.ALTOGIC)) {
            throw new IllegalArgumentException(wrongPath(dialect));
        }
        return checked(marked ? segment.substring(2) : segment);
    }

    private static String wrongPath(Dialect dialect) {
        String form = dialect == Dialect.ALTOGIC ? "/e:APP" : "/APP";
        return "The path of the server's address can only be the app, as " + form + " in dialect " + dialect
                + ". For a server behind a path, give the address without it and path(\"/…" + dialect.path() + "\").";
    }

    private static String checked(String app) {
        if (app.isEmpty() || app.equals(".") || app.equals("..") || app.indexOf('/') >= 0) {
            throw new IllegalArgumentException("The app's id must not be empty, a dot or two, or have a slash in it.");
        }
        return app;
    }

    private static String encodedPath(String path) {
        List<String> segments = new ArrayList<>(List.of(path.split("/", -1)));
        if (!path.startsWith("/") || segments.contains(".") || segments.contains("..")) {
            throw new IllegalArgumentException(
                    "path must begin with a slash, have no dots as segments, and be unencoded, for instance /chat/socket.io/.");
        }
        return segments.stream().map(Address::encoded).collect(Collectors.joining("/"));
    }

    /** A path's segment with everything percent-encoded but what never needs it (RFC 3986, 2.3). */
    private static String encoded(String segment) {
        StringBuilder out = new StringBuilder();
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= 0 && UNRESERVED.indexOf(b) >= 0;
            out.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02X", b));
        }
        return out.toString();
    }
}
