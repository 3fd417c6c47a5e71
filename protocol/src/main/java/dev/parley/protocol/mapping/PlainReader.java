package dev.parley.protocol.mapping;

import dev.parley.protocol.Payload;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.json.JsonFactory;

/** Reads one payload as one of the JDK's types. Used once, by one thread. */
final class PlainReader {
    private static final JsonFactory JSON = new JsonFactory();
    private static final List<Class<?>> LISTS = List.of(List.class, Collection.class, Iterable.class);

    private final PlaceholderParser in;

    private PlainReader(PlaceholderParser in) {
        this.in = in;
    }

    static @Nullable Object read(Payload payload, Type type) {
        try (PlaceholderParser in =
                new PlaceholderParser(JSON.createParser(ObjectReadContext.empty(), payload.toString()), payload)) {
            if (in.nextToken() == null) {
                throw new MappingException("cannot read " + type.getTypeName() + ": the payload is empty");
            }
            Object value = new PlainReader(in).value(type);
            if (in.nextToken() != null) {
                throw new MappingException("cannot read " + type.getTypeName() + ": the payload is several values");
            }
            return value;
        } catch (JacksonException e) {
            throw new MappingException("cannot read " + type.getTypeName() + ": the payload is not one JSON value");
        }
    }

    private @Nullable Object value(Type type) {
        if (type == Payload.class) {
            return PayloadDraft.copyOf(in);
        }
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (type instanceof Class<?> wanted) {
            return ofClass(wanted);
        }
        if (type instanceof WildcardType wildcard) {
            return value(wildcard.getUpperBounds()[0]);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == Map.class && isName(arguments[0])) {
                return object(type, arguments[1]);
            }
            if (generic.getRawType() instanceof Class<?> raw && LISTS.contains(raw)) {
                return array(type, arguments[0]);
            }
        }
        throw unknown(type);
    }

    private static boolean isName(Type key) {
        Type bound = key instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : key;
        return bound == String.class || bound == CharSequence.class || bound == Object.class;
    }

    private Object ofClass(Class<?> wanted) {
        if (wanted == Object.class) {
            return any();
        }
        if (wanted == Map.class) {
            return object(wanted, Object.class);
        }
        if (LISTS.contains(wanted)) {
            return array(wanted, Object.class);
        }
        if (wanted == String.class || wanted == CharSequence.class) {
            require(in.hasToken(JsonToken.VALUE_STRING), wanted);
            return in.text();
        }
        if (wanted == Boolean.class || wanted == boolean.class) {
            require(in.token().isBoolean(), wanted);
            return in.getBooleanValue();
        }
        if (wanted == byte[].class || wanted == ByteBuffer.class) {
            require(in.hasToken(JsonToken.VALUE_EMBEDDED_OBJECT), wanted);
            return wanted == byte[].class ? in.attachment() : ByteBuffer.wrap(in.attachment());
        }
        if (!PlainNumbers.knows(wanted)) {
            throw unknown(wanted);
        }
        require(in.token().isNumeric(), wanted);
        try {
            return PlainNumbers.read(in, wanted);
        } catch (ArithmeticException e) {
            throw refused(wanted, "the number is out of its range");
        }
    }

    private Object any() {
        return switch (in.token()) {
            case START_OBJECT -> object(Map.class, Object.class);
            case START_ARRAY -> array(List.class, Object.class);
            case VALUE_STRING -> in.text();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_EMBEDDED_OBJECT -> in.attachment();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> PlainNumbers.any(in);
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_NULL ->
                throw refused(Object.class, "there is no value");
        };
    }

    private Map<String, @Nullable Object> object(Type type, Type values) {
        require(in.hasToken(JsonToken.START_OBJECT), type);
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            members.put(name, value(values));
        }
        return members;
    }

    private List<@Nullable Object> array(Type type, Type values) {
        require(in.hasToken(JsonToken.START_ARRAY), type);
        List<@Nullable Object> elements = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(values));
        }
        return elements;
    }

    private void require(boolean fits, Type type) {
        if (!fits) {
            throw refused(type, "found " + kind());
        }
    }

    private String kind() {
        return switch (in.token()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a text";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_EMBEDDED_OBJECT -> "an attachment";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_NULL -> "nothing";
        };
    }

    private MappingException unknown(Type type) {
        return refused(
                type,
                "PlainMapping reads Object, Map, List, String, numbers, Boolean, byte[] and Payload;"
                        + " use JacksonMapping or GsonMapping for other types");
    }

    private MappingException refused(Type type, String why) {
        TokenStreamContext at = in.streamReadContext();
        boolean entered = in.hasToken(JsonToken.START_OBJECT) || in.hasToken(JsonToken.START_ARRAY);
        String where = Paths.text(entered ? at.getParent() : at);
        return new MappingException("cannot read " + type.getTypeName() + " at " + where + ": " + why);
    }
}
