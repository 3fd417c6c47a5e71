package dev.parley.server.config;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where secrets may be sent to. */
public final class SafeUrl {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private SafeUrl() {}

    /** Whether it is https, or http on this machine, and names no user. */
    public static boolean isSafe(URI url) {
        @Nullable String scheme = url.getScheme();
        @Nullable String host = url.getHost();
        if (scheme == null || host == null || url.getRawUserInfo() != null) {
            return false;
        }
        boolean local = LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
        return scheme.equalsIgnoreCase("https") || (scheme.equalsIgnoreCase("http") && local);
    }

    /** Whether nothing stands behind host and port. */
    static boolean isBare(URI url) {
        String path = url.getRawPath();
        return (path == null || path.isEmpty() || path.equals("/"))
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && url.getRawUserInfo() == null;
    }
}
