package dev.parley.server.cli;

import dev.parley.server.cli.DatabaseCommand.Context;
import dev.parley.server.config.Cidr;
import dev.parley.server.config.ClientKey;
import dev.parley.server.config.Origin;
import dev.parley.server.directory.KeyInfo;
import dev.parley.server.directory.NewServerKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code parley keys …}. */
final class KeyCommands {

    private static final JsonMapper JSON = new JsonMapper();

    private KeyCommands() {}

    static void list(Context context) throws Exception {
        List<KeyInfo> keys = context.await(context.directory().keys(context.text(AdminCommands.APP)));
        if (context.json()) {
            ArrayNode all = JSON.createArrayNode();
            keys.forEach(key -> all.add(json(key)));
            context.out().println(all);
            return;
        }
        for (KeyInfo key : keys) {
            ClientKey client = key.client();
            String shown = client == null ? "..." + key.hint() : client.key();
            context.out()
                    .println(String.join(
                            "\t", key.inFile() ? "-" : key.id(), kind(key), shown, String.join(" ", limits(client))));
        }
    }

    /** Prints the key alone, so that a script can take it; what else there is to say goes to the error output. */
    static void add(Context context) throws Exception {
        String app = context.text(AdminCommands.APP);
        KeyInfo info;
        String key;
        if (context.parsed().hasMatchedOption(KeyOptions.SERVER)) {
            refuseClientOptions(context);
            NewServerKey made = context.await(context.directory().addServerKey(context.actor(), app));
            info = made.info();
            key = made.key().reveal();
        } else {
            String value = context.parsed().matchedOptionValue(KeyOptions.VALUE, null);
            info = context.await(context.directory()
                    .addClientKey(context.actor(), app, value, KeyOptions.settings(context.parsed())));
            key = Objects.requireNonNull(info.client()).key();
        }
        if (context.json()) {
            context.out().println(json(info).put("key", key));
            return;
        }
        context.out().println(key);
        context.err().println("id: " + info.id());
        if (info.client() == null) {
            context.err().println("This is a secret, and it cannot be shown again.");
        }
    }

    private static void refuseClientOptions(Context context) {
        for (String option : KeyOptions.ofClientKeys()) {
            if (context.parsed().hasMatchedOption(option)) {
                throw context.wrong(option + " is for client keys, not with " + KeyOptions.SERVER);
            }
        }
    }

    static void remove(Context context) throws Exception {
        context.await(context.directory().removeKey(context.actor(), context.text(AdminCommands.APP), context.first()));
    }

    private static String kind(KeyInfo key) {
        return key.client() == null ? "server" : "client";
    }

    private static List<String> limits(@Nullable ClientKey key) {
        List<String> limits = new ArrayList<>();
        if (key == null) {
            return limits;
        }
        if (!key.realtime()) {
            limits.add("no-realtime");
        }
        if (key.enforceSession()) {
            limits.add("enforce-session");
        }
        if (key.expires() != null) {
            limits.add("expires=" + key.expires());
        }
        for (Origin origin : key.allowedOrigins()) {
            limits.add("origin=" + origin);
        }
        for (Cidr network : key.allowedIps()) {
            limits.add("ip=" + network);
        }
        return limits;
    }

    private static ObjectNode json(KeyInfo key) {
        ObjectNode json = JSON.createObjectNode()
                .put("id", key.id())
                .put("app", key.app())
                .put("kind", kind(key))
                .put("source", key.inFile() ? "file" : "database")
                .put("hint", key.hint())
                .put("createdAt", key.createdAt());
        ClientKey client = key.client();
        if (client != null) {
            json.put("key", client.key())
                    .put("realtime", client.realtime())
                    .put("enforceSession", client.enforceSession())
                    .put(
                            "expires",
                            client.expires() == null ? null : client.expires().toString());
            ArrayNode origins = json.putArray("allowedOrigins");
            client.allowedOrigins().forEach(origin -> origins.add(origin.toString()));
            ArrayNode networks = json.putArray("allowedIps");
            client.allowedIps().forEach(network -> networks.add(network.toString()));
        }
        return json;
    }
}
