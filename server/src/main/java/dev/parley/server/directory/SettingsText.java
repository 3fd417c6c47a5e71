package dev.parley.server.directory;

import dev.parley.server.config.AppConfig;
import dev.parley.server.config.ClientKey;
import dev.parley.server.config.Config;
import dev.parley.server.config.ConfigException;
import dev.parley.server.config.PublishRate;
import dev.parley.server.directory.DirectoryException.Reason;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads settings that are stored as JSON with the reader of the settings file, so both know the same words, limits and messages.
 * What an app inherits comes from this server's settings.
 */
final class SettingsText {

    private static final JsonMapper JSON = new JsonMapper();

    /** Which settings of an app are rows of their own. */
    private static final List<String> KEYS = List.of("clientKeys", "serverKey");

    private final Config config;

    SettingsText(Config config) {
        this.config = config;
    }

    /**
     * Reads one app's section.
     *
     * @param settings a JSON object without id and keys
     * @throws DirectoryException if it is not valid, with a line for each mistake
     */
    AppConfig app(String id, String settings) {
        ObjectNode section = object(settings);
        for (String key : KEYS) {
            if (section.has(key)) {
                throw invalid(key + " is not set here; keys are added one by one");
            }
        }
        JsonNode own = section.get("id");
        if (own != null && !own.asString("").equals(id)) {
            throw invalid("id must be \"" + id + "\", as an app's id cannot be changed");
        }
        return parse(section.put("id", id));
    }

    /** The same object without the id, as it is stored. */
    String canonical(String settings) {
        ObjectNode section = object(settings);
        section.remove("id");
        return section.toString();
    }

    /** These settings, changed by a JSON merge patch (RFC 7396). */
    String merged(String settings, String patch) {
        ObjectNode section = object(settings);
        merge(section, object(patch));
        section.remove("id");
        return section.toString();
    }

    private static void merge(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                target.remove(entry.getKey());
            } else if (entry.getValue() instanceof ObjectNode inner) {
                ObjectNode section = target.get(entry.getKey()) instanceof ObjectNode there
                        ? there
                        : target.putObject(entry.getKey());
                merge(section, inner);
            } else {
                target.set(entry.getKey(), entry.getValue());
            }
        });
    }

    /** The names of what is set; values may be secrets. */
    List<String> names(String settings) {
        return List.copyOf(object(settings).propertyNames());
    }

    /**
     * Reads a client key.
     *
     * @param settings a JSON object without the key
     * @throws DirectoryException likewise
     */
    ClientKey clientKey(String key, String settings) {
        ObjectNode section = JSON.createObjectNode().put("id", "app");
        section.putArray("clientKeys").add(object(settings).put("key", key));
        return parse(section).clientKeys().getFirst();
    }

    /** The settings of a client key as they are stored: the object without the key. */
    String canonicalKey(String settings) {
        ObjectNode section = object(settings);
        section.remove("key");
        return section.toString();
    }

    private AppConfig parse(ObjectNode section) {
        ObjectNode all = JSON.createObjectNode();
        all.putObject("socketio").put("maxPayload", config.socketio().maxPayload());
        PublishRate rate = config.limits().publishRate();
        all.putObject("limits")
                .putObject("publishRate")
                .put("events", rate.events())
                .put("eventBurst", rate.eventBurst())
                .put("bytes", rate.bytes())
                .put("byteBurst", rate.byteBurst());
        all.putArray("apps").add(section);
        try {
            return Config.parse(all.toString()).apps().getFirst();
        } catch (ConfigException e) {
            throw invalid(e.problems().stream()
                    .map(problem -> problem.message()
                            .replace("apps[0].clientKeys[0].", "")
                            .replace("apps[0].", "")
                            .replace("apps[0]", "the app"))
                    .collect(Collectors.joining("\n")));
        }
    }

    private static ObjectNode object(String settings) {
        try {
            if (JSON.readTree(settings) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            // Its message repeats the text, which may hold secrets.
        }
        throw invalid("settings must be a JSON object, such as {\"name\": \"Example\"}");
    }

    private static DirectoryException invalid(String message) {
        return new DirectoryException(Reason.INVALID, message);
    }
}
