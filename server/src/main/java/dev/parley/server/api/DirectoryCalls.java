package dev.parley.server.api;

import dev.parley.server.config.ClientKey;
import dev.parley.server.directory.AppDirectory;
import dev.parley.server.directory.AppInfo;
import dev.parley.server.directory.Audit;
import dev.parley.server.directory.AuditEntry;
import dev.parley.server.directory.KeyInfo;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Apps, their keys, and who did what. Checks and the audit of these acts are the directory's. */
final class DirectoryCalls {

    private static final int MAX_TEXT = 256;
    private static final int MAX_SETTINGS = 1 << 18;

    private final AppDirectory directory;
    private final Audit audit;

    DirectoryCalls(AppDirectory directory, Audit audit) {
        this.directory = directory;
        this.audit = audit;
    }

    CompletionStage<Answer> apps() {
        return directory.list().thenApply(apps -> {
            JsonWriter json = new JsonWriter().open('{').name("apps").open('[');
            apps.forEach(app -> write(json, app));
            return Answer.json(json.close(']').close('}'));
        });
    }

    CompletionStage<Answer> app(Call call) {
        return directory.find(call.appId()).thenApply(app -> {
            if (app == null) {
                throw Refusal.notFound("app_not_found", "There is no such app.");
            }
            return Answer.json(json(app));
        });
    }

    CompletionStage<Answer> createApp(Call call) {
        Fields fields = call.fields(Set.of("id", "settings"));
        String id = fields.required("id", MAX_TEXT);
        String settings = fields.object("settings", MAX_SETTINGS);
        fields.check();
        return directory
                .create(call.actor(), id, settings == null ? "{}" : settings)
                .thenApply(app -> Answer.json(201, json(app)).with("Location", "/v1/apps/" + app.id()));
    }

    CompletionStage<Answer> replaceApp(Call call) {
        return directory.update(call.actor(), call.appId(), settings(call)).thenApply(app -> Answer.json(json(app)));
    }

    CompletionStage<Answer> updateApp(Call call) {
        return directory.patch(call.actor(), call.appId(), settings(call)).thenApply(app -> Answer.json(json(app)));
    }

    private static String settings(Call call) {
        Fields fields = call.fields(Set.of("settings"));
        String settings = fields.object("settings", MAX_SETTINGS);
        if (settings == null) {
            fields.wrong("settings", "must be there: a JSON object.");
        }
        fields.check();
        return String.valueOf(settings);
    }

    CompletionStage<Answer> deleteApp(Call call) {
        return directory.delete(call.actor(), call.appId()).thenApply(id -> Answer.NO_CONTENT);
    }

    CompletionStage<Answer> keys(Call call) {
        return directory.keys(call.appId()).thenApply(keys -> {
            JsonWriter json = new JsonWriter().open('{').name("keys").open('[');
            keys.forEach(key -> write(json, key, null));
            return Answer.json(json.close(']').close('}'));
        });
    }

    CompletionStage<Answer> createKey(Call call) {
        Fields fields = call.fields(Set.of("kind", "key", "settings"));
        String kind = fields.required("kind", MAX_TEXT);
        boolean client = kind.equals("client");
        if (!client && !kind.equals("server")) {
            fields.wrong("kind", "must be client or server.");
        }
        if (!client && (fields.has("key") || fields.has("settings"))) {
            fields.wrong("kind", "server takes neither key nor settings: the key is made here.");
        }
        String key = fields.text("key", MAX_TEXT);
        String settings = fields.object("settings", MAX_SETTINGS);
        fields.check();
        if (!client) {
            return directory
                    .addServerKey(call.actor(), call.appId())
                    .thenApply(made -> made(call, made.info(), made.key().reveal()));
        }
        return directory
                .addClientKey(call.actor(), call.appId(), key, settings == null ? "{}" : settings)
                .thenApply(made -> made(call, made, null));
    }

    private static Answer made(Call call, KeyInfo key, @Nullable String shown) {
        JsonWriter json = new JsonWriter();
        write(json, key, shown);
        return Answer.json(201, json).with("Location", "/v1/apps/" + call.appId() + "/keys/" + key.id());
    }

    CompletionStage<Answer> deleteKey(Call call) {
        String id = call.id("key", "key_not_found");
        return directory.removeKey(call.actor(), call.appId(), id).thenApply(key -> Answer.NO_CONTENT);
    }

    CompletionStage<Answer> audit(Call call) {
        int limit = call.limit();
        long before = call.number("before", 1, Long.MAX_VALUE, Long.MAX_VALUE);
        return audit.list(call.appId(), before, limit).thenApply(entries -> {
            JsonWriter json = new JsonWriter().open('{').name("entries").open('[');
            entries.forEach(entry -> write(json, entry));
            json.close(']').name("next");
            if (entries.size() < limit) {
                json.value(null);
            } else {
                json.value(Long.toString(entries.getLast().id()));
            }
            return Answer.json(json.close('}'));
        });
    }

    private static JsonWriter json(AppInfo app) {
        JsonWriter json = new JsonWriter();
        write(json, app);
        return json;
    }

    private static void write(JsonWriter json, AppInfo app) {
        json.open('{')
                .field("id", app.id())
                .field("name", app.config().name())
                .field("suspended", app.config().suspended())
                .field("inFile", app.inFile())
                .raw("settings", app.inFile() ? "null" : app.shownSettings());
        times(json, app.inFile(), "createdAt", app.createdAt());
        times(json, app.inFile(), "updatedAt", app.updatedAt());
        json.close('}');
    }

    /** @param shown the key that was just made, or null */
    private static void write(JsonWriter json, KeyInfo key, @Nullable String shown) {
        ClientKey client = key.client();
        json.open('{')
                .field("id", key.inFile() ? null : key.id())
                .field("kind", client == null ? "server" : "client")
                .field("key", client == null ? shown : client.key())
                .field("hint", key.hint())
                .field("inFile", key.inFile());
        times(json, key.inFile(), "createdAt", key.createdAt());
        json.name("settings");
        if (client == null) {
            json.value(null);
        } else {
            json.open('{')
                    .field("realtime", client.realtime())
                    .field(
                            "expires",
                            client.expires() == null ? null : client.expires().toString())
                    .texts("allowedOrigins", texts(client.allowedOrigins()))
                    .texts("allowedIps", texts(client.allowedIps()))
                    .field("enforceSession", client.enforceSession())
                    .close('}');
        }
        json.close('}');
    }

    private static void write(JsonWriter json, AuditEntry entry) {
        json.open('{')
                .field("id", Long.toString(entry.id()))
                .time("at", entry.at())
                .field("app", entry.app())
                .field("actor", entry.actor())
                .field("action", entry.action())
                .field("subject", entry.subject())
                .raw("detail", entry.detail())
                .close('}');
    }

    private static void times(JsonWriter json, boolean unknown, String name, long millis) {
        if (unknown) {
            json.field(name, (String) null);
        } else {
            json.time(name, millis);
        }
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(Object::toString).toList();
    }
}
