package dev.parley.server.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What can be said of a new key, and how the settings file says it. */
final class KeyOptions {

    static final String SERVER = "--server";
    static final String VALUE = "--value";

    private static final String ORIGIN = "--origin";
    private static final String IP = "--ip";
    private static final String EXPIRES = "--expires";
    private static final String NO_REALTIME = "--no-realtime";
    private static final String ENFORCE_SESSION = "--enforce-session";

    private KeyOptions() {}

    static void addTo(CommandSpec spec) {
        spec.addOption(Options.flag(SERVER, "A key for the app's back ends, with full access, not for clients."));
        spec.addOption(Options.text(VALUE, "KEY", "The client key itself. Default: one is made."));
        spec.addOption(
                Options.texts(ORIGIN, "ORIGIN", "A web origin from which it works; may be repeated. Default: any."));
        spec.addOption(Options.texts(
                IP, "NETWORK", "An address or network from which it works; may be repeated. Default: any."));
        spec.addOption(
                Options.text(EXPIRES, "TIME", "When it stops working, such as 2030-01-31T00:00:00Z. Default: never."));
        spec.addOption(Options.flag(NO_REALTIME, "It is not for realtime connections."));
        spec.addOption(Options.flag(ENFORCE_SESSION, "Clients with it must also present a valid session."));
    }

    /** Those of a client key as the settings file would have them. */
    static String settings(ParseResult parsed) {
        ObjectNode settings = new JsonMapper().createObjectNode();
        if (parsed.hasMatchedOption(NO_REALTIME)) {
            settings.put("realtime", false);
        }
        if (parsed.hasMatchedOption(ENFORCE_SESSION)) {
            settings.put("enforceSession", true);
        }
        if (parsed.hasMatchedOption(EXPIRES)) {
            settings.put("expires", parsed.<String>matchedOptionValue(EXPIRES, ""));
        }
        list(settings, "allowedOrigins", parsed, ORIGIN);
        list(settings, "allowedIps", parsed, IP);
        return settings.toString();
    }

    /** Options that say something of a client key only. */
    static List<String> ofClientKeys() {
        return List.of(VALUE, ORIGIN, IP, EXPIRES, NO_REALTIME, ENFORCE_SESSION);
    }

    private static void list(ObjectNode settings, String name, ParseResult parsed, String option) {
        String[] values = parsed.matchedOptionValue(option, new String[0]);
        if (values.length > 0) {
            ArrayNode array = settings.putArray(name);
            for (String value : values) {
                array.add(value);
            }
        }
    }
}
