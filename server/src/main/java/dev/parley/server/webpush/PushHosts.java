package dev.parley.server.webpush;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The push services that the server connects to. Endpoints come from clients, so this is what keeps them from making the server
 * call other machines, those beside it first of all. Any thread.
 */
final class PushHosts {

    /** Characters of an endpoint. */
    static final int LONGEST = 2048;

    /** Chrome, Firefox, Safari, Edge. */
    private static final List<String> USUAL =
            List.of("fcm.googleapis.com", "*.push.services.mozilla.com", "*.push.apple.com", "*.notify.windows.com");

    private static final int HTTPS_PORT = 443;
    private static final Pattern HOST =
            Pattern.compile("(\\*\\.)?((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)"
                    + "(?::([0-9]{1,5}))?");
    private static final Pattern LOOPBACK = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]{1,5}");
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");

    private final Set<String> origins = new HashSet<>();
    /** Of {@code https://*.example.com}: {@code .example.com:443}. */
    private final Set<String> below = new HashSet<>();

    /**
     * @param services of {@code push.web.services}
     * @throws IOException if one cannot be understood; the message names the setting
     */
    PushHosts(List<String> services) throws IOException {
        for (String service : services.isEmpty() ? USUAL : services) {
            add(service.strip().toLowerCase(Locale.ROOT));
        }
    }

    private void add(String service) throws IOException {
        if (LOOPBACK.matcher(service).matches()) {
            origins.add(service);
            return;
        }
        Matcher host = HOST.matcher(service);
        if (!host.matches()) {
            throw new IOException("push.web.services: \"" + service + "\" is no host name such as push.example.com or"
                    + " *.push.example.com; leave https:// and paths away");
        }
        String port = host.group(3) == null ? String.valueOf(HTTPS_PORT) : host.group(3);
        if (host.group(1) == null) {
            origins.add("https://" + host.group(2) + ":" + port);
        } else {
            below.add("." + host.group(2) + ":" + port);
        }
    }

    /**
     * The endpoint, if it is of one of them.
     *
     * @throws WebPushException if not
     */
    URI check(String endpoint) {
        if (endpoint.length() > LONGEST) {
            throw new WebPushException("endpoint has more than " + LONGEST + " characters.");
        }
        URI uri = parse(endpoint);
        String host = host(uri);
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new WebPushException("endpoint must have no user name, password or fragment.");
        }
        String scheme = scheme(uri);
        if (origins.contains(scheme + "://" + host + ":" + port(uri))) {
            return uri;
        }
        if (!scheme.equals("https")) {
            throw new WebPushException("endpoint must be an https URL.");
        }
        if (!isBelow(host, port(uri))) {
            throw new WebPushException("endpoint is at " + shown(host) + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                    + ", which is no push service this server sends to (push.web.services).");
        }
        return uri;
    }

    private static URI parse(String endpoint) {
        if (!PRINTABLE.matcher(endpoint).matches()) {
            throw new WebPushException("endpoint must be a URL, as the browser's PushSubscription has it.");
        }
        try {
            URI uri = new URI(endpoint);
            if (uri.getHost() != null && uri.getScheme() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below, without the endpoint.
        }
        throw new WebPushException("endpoint must be a URL with a host, as the browser's PushSubscription has it.");
    }

    private boolean isBelow(String host, int port) {
        for (int dot = host.indexOf('.', 1); dot > 0; dot = host.indexOf('.', dot + 1)) {
            if (below.contains(host.substring(dot) + ":" + port)) {
                return true;
            }
        }
        return false;
    }

    private static String shown(String host) {
        return host.length() <= 255 ? host : host.substring(0, 255);
    }

    /** In lower case. */
    static String host(URI endpoint) {
        return endpoint.getHost().toLowerCase(Locale.ROOT);
    }

    /** As the audience of a token says it: without the usual port. */
    static String origin(URI endpoint) {
        String port =
                endpoint.getPort() < 0 || endpoint.getPort() == usualPort(endpoint) ? "" : ":" + endpoint.getPort();
        return scheme(endpoint) + "://" + host(endpoint) + port;
    }

    static boolean isSecure(URI endpoint) {
        return scheme(endpoint).equals("https");
    }

    private static String scheme(URI uri) {
        return uri.getScheme().toLowerCase(Locale.ROOT);
    }

    private static int port(URI uri) {
        return uri.getPort() < 0 ? usualPort(uri) : uri.getPort();
    }

    private static int usualPort(URI uri) {
        return isSecure(uri) ? HTTPS_PORT : 80;
    }
}
