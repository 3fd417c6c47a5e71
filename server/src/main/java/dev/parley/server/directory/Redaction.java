package dev.parley.server.directory;

import dev.parley.server.config.AppConfig;
import dev.parley.server.config.Secret;
import dev.parley.server.config.Setting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Takes secrets out of settings that are shown. Which ones are secret, the settings' records say. */
final class Redaction {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String REDACTED = "[secret]";
    private static final Set<String> NAMES = new HashSet<>();

    static {
        collect(AppConfig.class);
    }

    private Redaction() {}

    static String redacted(String settings) {
        JsonNode tree = JSON.readTree(settings);
        hide(tree);
        return tree.toString();
    }

    private static void hide(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (String name : Set.copyOf(object.propertyNames())) {
                if (NAMES.contains(name)) {
                    object.put(name, REDACTED);
                } else {
                    hide(object.get(name));
                }
            }
        } else {
            node.forEach(Redaction::hide);
        }
    }

    private static void collect(Class<?> section) {
        for (RecordComponent component : section.getRecordComponents()) {
            Class<?> type = type(component.getGenericType());
            if (type == Secret.class) {
                Setting setting = component.getAnnotation(Setting.class);
                NAMES.add(setting.name().isEmpty() ? component.getName() : setting.name());
            } else if (type.isRecord()) {
                collect(type);
            }
        }
    }

    private static Class<?> type(Type type) {
        Type inner = type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : type;
        return inner instanceof Class<?> known ? known : Object.class;
    }
}
