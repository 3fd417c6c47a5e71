package dev.parley.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What servers answer to clients on their way in (altogic-agnost 1.2 and 5). */
final class Entry {

    private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");
    private static final int SHOWN = 200;

    private Entry() {}

    /** The id in an OPEN or CONNECT packet; empty if it has none. */
    static String sid(String packet) {
        Matcher matcher = SID.matcher(packet);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** What a CONNECT_ERROR says. */
    static String refusal(String packet) {
        return "the server refused to let it in: " + shortened(packet.substring(2))
                + "; give the app's client key (parley keys list --app ID shows it)";
    }

    /** Why an acknowledged join failed; null if it did not. */
    static @Nullable String refusalOfJoin(String packet) {
        return packet.contains("\"error\"") || packet.contains("\"code\"") ? shortened(packet) : null;
    }

    static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
