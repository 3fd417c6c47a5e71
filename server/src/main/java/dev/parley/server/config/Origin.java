package dev.parley.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A web origin as browsers send it: scheme, host and, unless it is the scheme's own, port.
 *
 * @param value in lower case, without a path
 */
public record Origin(String value) {

    /**
     * Reads an origin such as {@code https://example.com} or {@code http://localhost:3000}.
     *
     * @throws IllegalArgumentException if the text is not one
     */
    public static Origin parse(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme();
            String host = uri.getHost();
            boolean bare = uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null
                    && (uri.getRawPath() == null || uri.getRawPath().isEmpty());
            if (scheme == null || host == null || !bare) {
                throw new IllegalArgumentException(text);
            }
            scheme = scheme.toLowerCase(Locale.ROOT);
            String port = uri.getPort() < 0 || uri.getPort() == defaultPort(scheme) ? "" : ":" + uri.getPort();
            return new Origin(scheme + "://" + host.toLowerCase(Locale.ROOT) + port);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Whether an {@code Origin} header names this origin. No header, {@code null} and a longer host do not. */
    public boolean matches(@Nullable String header) {
        return header != null && value.equals(header.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return value;
    }

    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> -1;
        };
    }
}
