package dev.parley.client.testing;

import dev.parley.protocol.EventArguments;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.Payload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A payload as plain Java values. */
final class PlainJson {

    private PlainJson() {}

    static @Nullable Object value(Payload payload) {
        return switch (payload.kind()) {
            case OBJECT -> object(payload);
            case ARRAY -> array(payload);
            case STRING -> payload.text();
            case NUMBER -> number(payload.toString());
            case BOOLEAN -> payload.toString().equals("true");
            case BINARY -> payload.attachments().get(0).clone();
            case NULL, NOTHING -> null;
        };
    }

    /** The members of an object; none if the payload is something else. */
    static Map<String, @Nullable Object> object(Payload payload) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        JsonFields fields = JsonFields.read(payload);
        for (String name : fields == null ? List.<String>of() : fields.names()) {
            Payload value = fields == null ? null : fields.field(name);
            values.put(name, value == null ? null : value(value));
        }
        return Collections.unmodifiableMap(values);
    }

    private static List<@Nullable Object> array(Payload payload) {
        List<@Nullable Object> values = new ArrayList<>();
        EventArguments elements = EventArguments.ofArray(payload);
        for (int i = 0; elements != null && i < elements.size(); i++) {
            values.add(value(elements.argument(i)));
        }
        return Collections.unmodifiableList(values);
    }

    private static Object number(String text) {
        boolean integral = text.chars().allMatch(c -> c == '-' || Character.isDigit(c));
        if (integral && text.length() <= 18) {
            return Long.parseLong(text);
        }
        return Double.parseDouble(text);
    }
}
