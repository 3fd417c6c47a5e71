package dev.parley.protocol.mapping;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import dev.parley.protocol.Payload;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes one value of the JDK's types. Used once, by one thread. */
final class PlainWriter {
    private final ByteBuilder out = new ByteBuilder();
    private final List<byte[]> attachments = new ArrayList<>();
    /** The names and indexes that lead to the value that is being written; as long as containers are open. */
    private final List<Object> path = new ArrayList<>();

    Payload write(@Nullable Object value) {
        value(value);
        return Placeholder.complete(out.toByteArray(), attachments);
    }

    private void value(@Nullable Object value) {
        if (value == null) {
            out.appendAscii("null");
        } else if (value instanceof Optional<?> optional) {
            value(optional.orElse(null));
        } else if (!scalar(value) && !binary(value)) {
            container(value);
        }
    }

    private boolean scalar(Object value) {
        if (value instanceof Boolean) {
            out.appendAscii(value.toString());
        } else if (value instanceof Number number) {
            out.appendAscii(text(number));
        } else {
            String text = nameOf(value);
            if (text == null) {
                return false;
            }
            JsonText.quote(out, text);
        }
        return true;
    }

    private static @Nullable String nameOf(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        return value instanceof CharSequence || value instanceof Character ? value.toString() : null;
    }

    private String text(Number number) {
        if (number instanceof Double || number instanceof Float) {
            if (!Double.isFinite(number.doubleValue())) {
                throw refused("NaN and Infinity are no JSON numbers; send null or a text");
            }
            return number.toString();
        }
        if (number instanceof BigInteger || number instanceof BigDecimal || number instanceof Long) {
            return number.toString();
        }
        try {
            return new BigDecimal(number.toString()).toString();
        } catch (NumberFormatException e) {
            throw refused(number.getClass().getTypeName() + " does not print as a number; convert it to a JDK number");
        }
    }

    private boolean binary(Object value) {
        if (value instanceof byte[] bytes) {
            attach(bytes);
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            attach(bytes);
        } else if (value instanceof Payload payload) {
            payload.appendTo(out, attachments.size());
            attachments.addAll(payload.attachments());
        } else {
            return false;
        }
        return true;
    }

    private void attach(byte[] bytes) {
        out.appendAscii(Placeholder.text(attachments.size()));
        attachments.add(bytes);
    }

    private void container(Object value) {
        if (path.size() == Nesting.MOST) {
            throw refused("nested deeper than " + path.size() + " levels; is it inside itself?");
        }
        if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof Iterable<?> iterable) {
            elements(iterable);
        } else if (value.getClass().isArray()) {
            array(value);
        } else {
            throw refused("PlainMapping does not know " + value.getClass().getTypeName()
                    + "; it needs JacksonMapping or GsonMapping, or a Map");
        }
    }

    private void object(Map<?, ?> map) {
        out.append('{');
        path.add("");
        boolean first = true;
        for (Map.Entry<?, ?> member : map.entrySet()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            String name = memberName(member.getKey());
            path.set(path.size() - 1, name);
            if (name.equals(Placeholder.MARK) && Boolean.TRUE.equals(member.getValue())) {
                throw refused(Placeholder.RESERVED);
            }
            JsonText.quote(out, name);
            out.append(':');
            value(member.getValue());
        }
        path.remove(path.size() - 1);
        out.append('}');
    }

    private String memberName(@Nullable Object key) {
        if (key instanceof Number || key instanceof Boolean) {
            return key.toString();
        }
        String name = key == null ? null : nameOf(key);
        if (name == null) {
            path.remove(path.size() - 1);
            throw refused("a map's key is "
                    + (key == null ? "null" : "of " + key.getClass().getTypeName())
                    + "; keys must be texts, numbers, booleans or enums");
        }
        return name;
    }

    private void elements(Iterable<?> iterable) {
        out.append('[');
        path.add(0);
        int index = 0;
        for (Object element : iterable) {
            element(index++, element);
        }
        path.remove(path.size() - 1);
        out.append(']');
    }

    private void array(Object array) {
        out.append('[');
        path.add(0);
        for (int index = 0; index < Array.getLength(array); index++) {
            element(index, Array.get(array, index));
        }
        path.remove(path.size() - 1);
        out.append(']');
    }

    private void element(int index, @Nullable Object element) {
        if (index > 0) {
            out.append(',');
        }
        path.set(path.size() - 1, index);
        value(element);
    }

    private MappingException refused(String why) {
        return new MappingException("cannot write the value at " + Paths.text(path) + ": " + why);
    }
}
