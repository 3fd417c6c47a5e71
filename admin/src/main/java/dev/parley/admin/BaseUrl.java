package dev.parley.admin;

import java.net.URI;
import java.util.Locale;

/** Where the server is. */
final class BaseUrl {

    private BaseUrl() {}

    /**
     * The address without a slash at its end.
     *
     * @throws IllegalArgumentException if it cannot be one
     */
    static String checked(String url) {
        URI uri;
        try {
            uri = URI.create(url.strip());
        } catch (IllegalArgumentException e) {
            throw wrong(); // not with its cause, which quotes it
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("http") || scheme.equals("https");
        if (!http || uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw wrong();
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw wrong();
        }
        return scheme + "://" + uri.getRawAuthority() + uri.getRawPath().replaceFirst("/+$", "");
    }

    /** Shows nothing of it: there may be a password in it. */
    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException(
                "the server's address must be an http or https URL such as https://chat.example.com, without user, query and fragment");
    }
}
