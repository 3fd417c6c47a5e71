package dev.parley.server.gateway.altogic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a User-Agent header says, as far as a list of sessions needs it. Reads in time linear in the header's length; what it does
 * not know is "Other" and version 0.
 */
record UserAgent(Product browser, Product device, Product system) {

    private static final int LONGEST = 1_024;
    private static final int LONGEST_WORD = 64;

    /** Name and version; none is null or empty. */
    record Product(String family, String major, String minor, String patch) {

        static final Product OTHER = named("Other");

        static Product named(String family) {
            return new Product(family, "0", "0", "0");
        }
    }

    /**
     * Something to look for.
     *
     * @param mark what stands before the version
     */
    private record Mark(String mark, String family) {}

    /** What claims to be others as well comes before them. */
    private static final List<Mark> BROWSERS = List.of(
            new Mark("Edg/", "Edge"),
            new Mark("EdgA/", "Edge Mobile"),
            new Mark("EdgiOS/", "Edge Mobile"),
            new Mark("Edge/", "Edge"),
            new Mark("OPR/", "Opera"),
            new Mark("SamsungBrowser/", "Samsung Internet"),
            new Mark("FxiOS/", "Firefox iOS"),
            new Mark("Firefox/", "Firefox"),
            new Mark("CriOS/", "Chrome Mobile iOS"),
            new Mark("HeadlessChrome/", "HeadlessChrome"),
            new Mark("Electron/", "Electron"),
            new Mark("Chrome/", "Chrome"),
            new Mark("Version/", "Safari"),
            new Mark("Dart/", "Dart"),
            new Mark("node-fetch/", "node-fetch"),
            new Mark("node/", "node"),
            new Mark("okhttp/", "okhttp"),
            new Mark("Java-http-client/", "Java"),
            new Mark("curl/", "curl"),
            new Mark("PostmanRuntime/", "Postman"));

    private static final List<Mark> SYSTEMS = List.of(
            new Mark("Windows NT ", "Windows"),
            new Mark("CPU iPhone OS ", "iOS"),
            new Mark("CPU OS ", "iOS"),
            new Mark("Android ", "Android"),
            new Mark("Android", "Android"),
            new Mark("Mac OS X ", "Mac OS X"),
            new Mark("CrOS ", "Chrome OS"),
            new Mark("Ubuntu", "Ubuntu"),
            new Mark("Linux", "Linux"));

    static UserAgent of(String header) {
        String text = header.length() <= LONGEST ? header : header.substring(0, LONGEST);
        return new UserAgent(browser(text), device(text), system(text));
    }

    private static Product browser(String text) {
        if (text.equals("node")) {
            return Product.named("node"); // fetch of Node.js
        }
        Product found = first(text, BROWSERS);
        if (found == null) {
            return Product.OTHER;
        }
        if (found.family().equals("Safari")) {
            boolean mobile = text.contains("Mobile/");
            String family = mobile ? "Mobile Safari" : text.contains("Safari/") ? "Safari" : "Other";
            return new Product(family, found.major(), found.minor(), found.patch());
        }
        boolean mobileChrome = found.family().equals("Chrome") && text.contains("Mobile");
        return mobileChrome ? new Product("Chrome Mobile", found.major(), found.minor(), found.patch()) : found;
    }

    private static Product system(String text) {
        Product found = first(text, SYSTEMS);
        return found == null ? Product.OTHER : found;
    }

    private static Product device(String text) {
        if (text.contains("iPhone")) {
            return Product.named("iPhone");
        }
        if (text.contains("iPad")) {
            return Product.named("iPad");
        }
        if (text.contains("Macintosh")) {
            return Product.named("Mac");
        }
        int android = text.indexOf("Android ");
        int model = android < 0 ? -1 : text.indexOf("; ", android);
        return model < 0 ? Product.OTHER : Product.named(word(text, model + 2));
    }

    /** An Android phone's model: up to its build, or the end of the bracket. */
    private static String word(String text, int from) {
        int to = from;
        while (to < text.length() && to - from < LONGEST_WORD && ");".indexOf(text.charAt(to)) < 0) {
            to++;
        }
        String word = text.substring(from, to);
        int build = word.indexOf(" Build/");
        String model = (build < 0 ? word : word.substring(0, build)).strip();
        return model.isEmpty() ? "Other" : model;
    }

    private static @Nullable Product first(String text, List<Mark> marks) {
        for (Mark mark : marks) {
            int at = text.indexOf(mark.mark());
            if (at >= 0) {
                return version(mark.family(), text, at + mark.mark().length());
            }
        }
        return null;
    }

    private static Product version(String family, String text, int from) {
        String[] numbers = {"0", "0", "0"};
        int at = from;
        for (int i = 0; i < numbers.length; i++) {
            int end = at;
            while (end < text.length() && end - at < 9 && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
                end++;
            }
            if (end == at) {
                break;
            }
            numbers[i] = text.substring(at, end);
            boolean more = end < text.length() && (text.charAt(end) == '.' || text.charAt(end) == '_');
            at = more ? end + 1 : text.length();
        }
        return new Product(family, numbers[0], numbers[1], numbers[2]);
    }
}
