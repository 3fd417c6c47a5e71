package dev.parley.admin;

import dev.parley.protocol.EventArguments;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.Payload;
import dev.parley.protocol.mapping.Content;
import dev.parley.protocol.mapping.PayloadMapping;
import dev.parley.protocol.mapping.PlainMapping;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON object that came from the other side. Members that nobody asks for are ignored; one that must be there and is not, or is of the wrong type, is
 * {@link MalformedJson}. Values of users stay bytes.
 */
final class JsonIn {

    /** A server allows 1,000 levels in a value, and puts some around it. */
    private static final int MAX_DEPTH = 1100;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonFields fields;
    private final PayloadMapping mapping;

    private JsonIn(JsonFields fields, PayloadMapping mapping) {
        this.fields = fields;
        this.mapping = mapping;
    }

    /**
     * The object of a text.
     *
     * @param mapping for {@link #content}
     */
    static JsonIn read(byte[] json, @Nullable PayloadMapping mapping) {
        int from = 0;
        while (from < json.length && json[from] <= ' ' && json[from] > 0) {
            from++;
        }
        if (from == json.length || json[from] != '{') {
            throw new MalformedJson("no JSON object");
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json, from, json.length - from)) {
            int depth = 0;
            do {
                switch (parser.nextToken()) {
                    case START_OBJECT, START_ARRAY -> depth++;
                    case END_OBJECT, END_ARRAY -> depth--;
                    default -> {}
                }
            } while (depth > 0);
            if (parser.nextToken() != null) {
                throw new MalformedJson("more than one JSON value");
            }
        } catch (JacksonException e) {
            throw new MalformedJson("no JSON in UTF-8");
        }
        return of(Payload.slice(json, from, json.length), "the text", mapping);
    }

    private static JsonIn of(@Nullable Payload payload, String name, @Nullable PayloadMapping mapping) {
        JsonFields fields = payload == null ? null : JsonFields.read(payload);
        if (fields == null) {
            throw wrong(name, "an object");
        }
        return new JsonIn(fields, mapping == null ? new PlainMapping() : mapping);
    }

    boolean has(String name) {
        return fields.has(name) && !fields.isNull(name);
    }

    String text(String name) {
        String text = textOrNull(name);
        if (text == null) {
            throw wrong(name, "a text");
        }
        return text;
    }

    @Nullable
    String textOrNull(String name) {
        if (!has(name)) {
            return null;
        }
        String text = fields.string(name);
        if (text == null) {
            throw wrong(name, "a text");
        }
        return text;
    }

    /** Absent is false. */
    boolean flag(String name) {
        String text = raw(name);
        if (text.equals("true")) {
            return true;
        }
        if (text.equals("false") || !has(name)) {
            return false;
        }
        throw wrong(name, "true or false");
    }

    long whole(String name) {
        try {
            return Long.parseLong(raw(name));
        } catch (NumberFormatException e) {
            throw wrong(name, "a whole number");
        }
    }

    Instant time(String name) {
        Instant time = timeOrNull(name);
        if (time == null) {
            throw wrong(name, "a time");
        }
        return time;
    }

    @Nullable
    Instant timeOrNull(String name) {
        String text = textOrNull(name);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw wrong(name, "a time");
        }
    }

    /** Absent is absent, and null is null. */
    Content content(String name) {
        Payload value = fields.field(name);
        return new Content(value == null ? null : value.compact(), mapping);
    }

    JsonIn object(String name) {
        return of(fields.field(name), name, mapping);
    }

    /** Absent is empty. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Payload element : elements(name, Integer.MAX_VALUE)) {
            String text = element.text();
            if (text == null) {
                throw wrong(name, "a list of texts");
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    /** The first {@code most} at the utmost; absent is empty. */
    <T> List<T> objects(String name, int most, Function<JsonIn, T> read) {
        List<T> objects = new ArrayList<>();
        for (Payload element : elements(name, most)) {
            objects.add(read.apply(of(element, name, mapping)));
        }
        return List.copyOf(objects);
    }

    /** A list that must be there. */
    <T> List<T> objects(String name, Function<JsonIn, T> read) {
        if (!has(name)) {
            throw wrong(name, "a list");
        }
        return objects(name, Integer.MAX_VALUE, read);
    }

    /** An object whose members are texts; absent is empty. */
    Map<String, String> textMap(String name) {
        if (!has(name)) {
            return Map.of();
        }
        JsonIn in = object(name);
        Map<String, String> texts = new LinkedHashMap<>();
        in.fields.names().forEach(key -> texts.put(key, in.text(key)));
        return Collections.unmodifiableMap(texts);
    }

    private List<Payload> elements(String name, int most) {
        if (!has(name)) {
            return List.of();
        }
        Payload value = fields.field(name);
        EventArguments list = value == null ? null : EventArguments.ofArray(value);
        if (list == null) {
            throw wrong(name, "a list");
        }
        List<Payload> elements = new ArrayList<>();
        for (int i = 0; i < Math.min(most, list.size()); i++) {
            elements.add(list.argument(i));
        }
        return elements;
    }

    private String raw(String name) {
        Payload value = fields.field(name);
        return value == null || value.length() > 32 ? "" : value.toString();
    }

    private static MalformedJson wrong(String name, String wanted) {
        return new MalformedJson(name + " is not " + wanted);
    }
}
