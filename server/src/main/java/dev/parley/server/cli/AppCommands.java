package dev.parley.server.cli;

import dev.parley.server.cli.DatabaseCommand.Context;
import dev.parley.server.directory.AppInfo;
import java.io.IOException;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code parley apps …}. */
final class AppCommands {

    private static final JsonMapper JSON = new JsonMapper();

    private AppCommands() {}

    static void list(Context context) throws Exception {
        List<AppInfo> apps = context.await(context.directory().list());
        if (context.json()) {
            ArrayNode all = JSON.createArrayNode();
            apps.forEach(app -> all.add(json(app)));
            context.out().println(all);
            return;
        }
        for (AppInfo app : apps) {
            context.out()
                    .println(String.join(
                            "\t", app.id(), source(app), app.config().name()));
        }
    }

    static void show(Context context) throws Exception {
        String id = context.first();
        AppInfo app = context.await(context.directory().list()).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IOException("there is no app \"" + id + "\""));
        print(context, app);
    }

    static void add(Context context) throws Exception {
        ObjectNode settings = settings(context);
        print(
                context,
                context.await(context.directory().create(context.actor(), context.first(), settings.toString())));
    }

    static void set(Context context) throws Exception {
        ObjectNode patch = settings(context);
        print(context, context.await(context.directory().patch(context.actor(), context.first(), patch.toString())));
    }

    static void remove(Context context) throws Exception {
        context.await(context.directory().delete(context.actor(), context.first()));
    }

    /** What was typed as {@code auth.email=false}, as a JSON merge patch. */
    private static ObjectNode settings(Context context) {
        ObjectNode settings = JSON.createObjectNode();
        String[] pairs = context.parsed().matchedPositionalValue(1, new String[0]);
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw context.wrong("\"" + pair + "\" must have the form NAME=VALUE");
            }
            ObjectNode section = settings;
            String[] path = pair.substring(0, equals).split("\\.", -1);
            for (int i = 0; i < path.length - 1; i++) {
                section = section.get(path[i]) instanceof ObjectNode there ? there : section.putObject(path[i]);
            }
            section.set(path[path.length - 1], value(context, pair.substring(equals + 1)));
        }
        return settings;
    }

    private static JsonNode value(Context context, String text) {
        if (text.isEmpty()) {
            return JSON.nullNode();
        }
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return JSON.stringNode(text);
        }
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw context.wrong("a VALUE that begins with { or [ must be JSON");
        }
    }

    /** In the words in which it can be set again. */
    private static void print(Context context, AppInfo app) {
        if (context.json()) {
            context.out().println(json(app));
            return;
        }
        context.out().println("id\t" + app.id());
        context.out().println("set in\t" + source(app));
        if (!app.inFile()) {
            JSON.readTree(app.shownSettings()).properties().forEach(entry -> {
                JsonNode value = entry.getValue();
                context.out()
                        .println(entry.getKey() + "\t" + (value.isValueNode() ? value.asString() : value.toString()));
            });
        }
        context.out().println("client keys\t" + app.config().clientKeys().size());
    }

    private static String source(AppInfo app) {
        return app.inFile() ? "file" : "database";
    }

    private static ObjectNode json(AppInfo app) {
        ObjectNode json = JSON.createObjectNode()
                .put("id", app.id())
                .put("source", source(app))
                .put("name", app.config().name())
                .put("clientKeys", app.config().clientKeys().size());
        if (!app.inFile()) {
            json.set("settings", JSON.readTree(app.shownSettings()));
            json.put("createdAt", app.createdAt()).put("updatedAt", app.updatedAt());
        }
        return json;
    }
}
