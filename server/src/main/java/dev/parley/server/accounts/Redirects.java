package dev.parley.server.accounts;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** To which pages links may lead: those an app lists, and what is below them. */
final class Redirects {

    private static final int MAX = 2048;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    /** What servers and browsers read in different ways: dot segments, empty segments, backslashes, encoded separators. */
    private static final Pattern DOUBTFUL = Pattern.compile("(?i)//|\\\\|(^|/)(\\.|%2e)+(/|$)|%2f|%5c|%25|%0|%1|;");

    /** What we add; a page that came with its own could be taken in by it. */
    private static final Pattern OURS = Pattern.compile("(?i)(^|[&#?/])(access_token|action|status|error)(=|&|$)");

    private Redirects() {}

    /**
     * The page that is meant.
     *
     * @param wanted null or empty for the first that is listed
     * @throws AccountException REDIRECT_MISSING if none is listed, REDIRECT_NOT_LISTED
     */
    static URI page(List<URI> listed, @Nullable String wanted) {
        if (listed.isEmpty()) {
            throw new AccountException(AccountError.REDIRECT_MISSING);
        }
        if (wanted == null || wanted.isEmpty()) {
            return listed.getFirst();
        }
        URI page = parse(wanted);
        if (page == null || listed.stream().noneMatch(one -> covers(one, page))) {
            throw new AccountException(AccountError.REDIRECT_NOT_LISTED);
        }
        return page;
    }

    private static @Nullable URI parse(String text) {
        try {
            // No ASCII beyond what URI allows; other letters must be encoded, as their look-alikes are.
            if (text.length() > MAX || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                return null;
            }
            URI page = new URI(text);
            boolean whole = page.getScheme() != null && page.getHost() != null && page.getRawUserInfo() == null;
            boolean clear =
                    whole && isProtected(page) && !DOUBTFUL.matcher(path(page)).find();
            return clear && !namesOurs(page.getQuery()) && !namesOurs(page.getFragment()) ? page : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static boolean namesOurs(@Nullable String text) {
        return text != null && OURS.matcher(text).find();
    }

    private static boolean isProtected(URI page) {
        String scheme = page.getScheme().toLowerCase(Locale.ROOT);
        return scheme.equals("https")
                || (scheme.equals("http") && LOOPBACK.contains(page.getHost().toLowerCase(Locale.ROOT)));
    }

    private static boolean covers(URI listed, URI page) {
        String above = path(listed);
        String below = path(page);
        String folder = above.endsWith("/") ? above : above + "/";
        return listed.getScheme().equalsIgnoreCase(page.getScheme())
                && listed.getHost().equalsIgnoreCase(page.getHost())
                && port(listed) == port(page)
                && (below.equals(above) || (below + "/").equals(folder) || below.startsWith(folder));
    }

    private static String path(URI page) {
        String path = page.getRawPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    private static int port(URI page) {
        if (page.getPort() >= 0) {
            return page.getPort();
        }
        return page.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    /** The page with more in its query, before its fragment. */
    static URI with(URI page, List<String> namesAndValues) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            query.append(query.isEmpty() ? "" : "&")
                    .append(namesAndValues.get(i))
                    .append('=')
                    .append(URLEncoder.encode(namesAndValues.get(i + 1), StandardCharsets.UTF_8)
                            .replace("+", "%20"));
        }
        String text = page.toString();
        int hash = text.indexOf('#');
        String base = hash < 0 ? text : text.substring(0, hash);
        String fragment = hash < 0 ? "" : text.substring(hash);
        String glue = page.getRawQuery() == null ? "?" : page.getRawQuery().isEmpty() ? "" : "&";
        return URI.create(base + glue + query + fragment);
    }
}
