package dev.parley.server.cli;

import dev.parley.server.config.Config;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Under which addresses clients can reach the server.
 *
 * @param scheme {@code http} or {@code https}
 * @param host what the server listens on; may be a wildcard
 * @param publicUrl the operator's own word for it; null when not set
 */
public record Reach(
        String scheme, String host, int port, @Nullable URI publicUrl) {
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");
    private static final Set<String> LOCAL = Set.of("127.0.0.1", "::1", "0:0:0:0:0:0:0:1", "localhost");

    /** @param port the port that was bound */
    public static Reach of(Config config, int port) {
        String scheme = config.listen().tls() == null ? "http" : "https";
        return new Reach(scheme, config.listen().host(), port, config.publicUrl());
    }

    /** What the server listens on, as a URL. */
    String bound() {
        return url(scheme, host, port);
    }

    /** A URL that any ordinary client can use: the public one, else the address, on this machine for a wildcard. */
    public String base() {
        if (publicUrl != null) {
            return url(publicUrl.getHost(), publicUrl.getPort());
        }
        if (WILDCARDS.contains(host)) {
            return url(host.equals("0.0.0.0") ? "127.0.0.1" : "::1", port);
        }
        return bound();
    }

    /** Whether clients on this machine reach it as localhost, and no other name is known. */
    boolean isLocal() {
        return publicUrl == null && (WILDCARDS.contains(host) || LOCAL.contains(host));
    }

    /** The host name that clients use. */
    String name() {
        if (publicUrl != null) {
            return publicUrl.getHost();
        }
        return isLocal() ? "localhost" : host;
    }

    /** The URL of {@code prefix} put before {@link #name}. */
    String named(String prefix) {
        return url(prefix + name(), publicUrl == null ? port : publicUrl.getPort());
    }

    private String url(String at, int portOrNone) {
        return url(publicUrl == null ? scheme : publicUrl.getScheme(), at, portOrNone);
    }

    private static String url(String usedScheme, String at, int portOrNone) {
        boolean bareIpv6 = at.contains(":") && !at.startsWith("[") && !at.contains("@");
        return usedScheme + "://" + (bareIpv6 ? "[" + at + "]" : at) + (portOrNone < 0 ? "" : ":" + portOrNone);
    }
}
