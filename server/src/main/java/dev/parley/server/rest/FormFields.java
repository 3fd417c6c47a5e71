package dev.parley.server.rest;

import dev.parley.protocol.EventArguments;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.JsonKind;
import dev.parley.protocol.JsonLimits;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a {@link Form} that are no files, wherever they come from. */
sealed interface FormFields {

    @Nullable
    String text(String name);

    @Nullable
    List<String> texts(String name);

    @Nullable
    String object(String name);

    /** Members of a JSON object. */
    record Members(JsonFields json) implements FormFields {

        @Override
        public @Nullable String text(String name) {
            Payload value = json.field(name);
            return value == null ? null : scalar(value);
        }

        @Override
        public @Nullable List<String> texts(String name) {
            Payload value = json.field(name);
            if (value == null) {
                value = json.field(name + "[]");
            }
            if (value == null) {
                return null;
            }
            EventArguments list = EventArguments.ofArray(value);
            if (list != null) {
                return elements(list);
            }
            String one = scalar(value);
            return one == null ? null : single(one);
        }

        @Override
        public @Nullable String object(String name) {
            Payload value = json.field(name);
            if (value == null) {
                return null;
            }
            String text = value.text();
            if (text != null) {
                return objectIn(text);
            }
            return value.kind() == JsonKind.OBJECT ? value.toString() : null;
        }
    }

    /** Parts of a form. The names are those of the sender. */
    record Parts(Map<String, List<String>> texts) implements FormFields {

        @Override
        public @Nullable String text(String name) {
            List<String> values = texts.get(name);
            return values == null ? null : values.getLast();
        }

        @Override
        public @Nullable List<String> texts(String name) {
            List<String> values = texts.get(name);
            if (values == null) {
                values = texts.get(name + "[]");
            }
            if (values == null || values.size() > 1) {
                return values == null ? null : List.copyOf(values);
            }
            return single(values.getFirst());
        }

        @Override
        public @Nullable String object(String name) {
            String text = text(name);
            return text == null ? null : objectIn(text);
        }
    }

    /** A text alone: it may be an array itself. */
    private static List<String> single(String text) {
        Payload json = text.stripLeading().startsWith("[") ? parsed(text) : null;
        EventArguments list = json == null ? null : EventArguments.ofArray(json);
        List<String> elements = list == null ? null : elements(list);
        return elements == null ? List.of(text) : elements;
    }

    private static @Nullable List<String> elements(EventArguments list) {
        List<String> texts = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            String text = scalar(list.argument(i));
            if (text == null) {
                return null;
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    private static @Nullable String scalar(Payload value) {
        return switch (value.kind()) {
            case STRING -> value.text();
            case NUMBER, BOOLEAN -> value.toString();
            case OBJECT, ARRAY, NULL, BINARY, NOTHING -> null;
        };
    }

    private static @Nullable String objectIn(String text) {
        Payload json = parsed(text);
        return json != null && json.kind() == JsonKind.OBJECT ? json.toString() : null;
    }

    private static @Nullable Payload parsed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return Payload.parse(bytes, 0, bytes.length, JsonLimits.DEFAULT.withMaxBytes(Math.max(1, bytes.length)));
        } catch (ProtocolException e) {
            return null; // then it is a text like any other
        }
    }
}
