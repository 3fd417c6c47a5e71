package dev.parley.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks what skapi-js depends on. Each check takes the full name of a section, and gives the full name of a setting and what is wrong
 * with it to {@code problem}.
 */
final class SkapiChecks {

    /**
     * The client takes the first four characters for the region, whose endpoint files it fetches, and a text of two or seven parts
     * between hyphens for another form of id (skapi 1). That other form is made of what lies between the first four characters and
     * the last four, all base 62.
     */
    private static final Pattern SERVICE = Pattern.compile("[a-z]{2}[0-9]{2}[A-Za-z0-9]{5,60}");

    private static final Pattern MAIL = Pattern.compile("mailto:[!-~&&[^@]]+@[!-~&&[^@]]+");
    private static final Pattern HOST =
            Pattern.compile("(\\*\\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+");
    private static final Pattern IPV4 = Pattern.compile("[0-9.]+");
    private static final Pattern LOCAL = Pattern.compile("http://(127\\.0\\.0\\.1|localhost):([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;

    private SkapiChecks() {}

    static void service(@Nullable SkapiService skapi, String path, BiConsumer<String, String> problem) {
        if (skapi != null && !SERVICE.matcher(skapi.service()).matches()) {
            problem.accept(
                    path + ".service",
                    "must be a region of two lower-case letters and two digits, such as us31, and 5 to 60 of A-Z a-z 0-9"
                            + " behind it, not \"" + skapi.service() + "\"");
        }
    }

    static void webPush(Push.Web web, String path, BiConsumer<String, String> problem) {
        if (!isContact(web.contact())) {
            problem.accept(
                    path + ".contact",
                    "must be a mailto: or https: URL, such as mailto:admin@example.com, not \"" + web.contact() + "\"");
        }
        List<String> services = web.services();
        for (int i = 0; i < services.size(); i++) {
            if (!isPushService(services.get(i))) {
                problem.accept(
                        path + ".services[" + i + "]",
                        "must be a host name, perhaps with *. in front, or http://127.0.0.1:PORT, not \""
                                + services.get(i) + "\"");
            }
        }
    }

    /** RFC 8292, 2.1. */
    private static boolean isContact(String contact) {
        if (MAIL.matcher(contact).matches()) {
            return true;
        }
        try {
            URI url = new URI(contact);
            return "https".equalsIgnoreCase(url.getScheme()) && url.getHost() != null && url.getRawUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isPushService(String service) {
        var local = LOCAL.matcher(service);
        if (local.matches()) {
            int port = Integer.parseInt(local.group(2));
            return port > 0 && port <= MAX_PORT;
        }
        String host = service.toLowerCase(Locale.ROOT);
        return HOST.matcher(host).matches() && !IPV4.matcher(host).matches();
    }
}
