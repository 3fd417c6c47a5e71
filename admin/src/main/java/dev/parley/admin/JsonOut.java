package dev.parley.admin;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonKind;
import dev.parley.protocol.JsonText;
import dev.parley.protocol.Payload;
import dev.parley.protocol.mapping.MappingException;
import dev.parley.protocol.mapping.PayloadMapping;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the body of a request, in UTF-8. Owned by one thread. */
final class JsonOut {

    /** A value of the user's, which the mapping writes. */
    record Mapped(@Nullable Object value) {}

    private final PayloadMapping mapping;
    private final ByteBuilder out = new ByteBuilder();

    JsonOut(PayloadMapping mapping) {
        this.mapping = mapping;
    }

    /** A body with these members. */
    static byte[] body(Map<String, ?> members, PayloadMapping mapping) {
        JsonOut json = new JsonOut(mapping);
        json.members(members, "");
        return json.out.toByteArray();
    }

    private void members(Map<String, ?> members, String place) {
        char before = '{';
        for (Map.Entry<String, ?> member : members.entrySet()) {
            JsonText.quote(out.append(before), member.getKey());
            out.append(':');
            value(member.getValue(), place + member.getKey());
            before = ',';
        }
        if (before == '{') {
            out.append('{');
        }
        out.append('}');
    }

    private void elements(Collection<?> elements, String place) {
        char before = '[';
        int index = 0;
        for (Object element : elements) {
            out.append(before);
            value(element, place + "[" + index++ + "]");
            before = ',';
        }
        if (before == '[') {
            out.append('[');
        }
        out.append(']');
    }

    @SuppressWarnings("unchecked") // this library's own maps have names as keys
    private void value(@Nullable Object value, String place) {
        if (value == null) {
            out.appendAscii("null");
        } else if (value instanceof Mapped mapped) {
            out.append(payload(mapped.value(), place));
        } else if (value instanceof Map<?, ?> members) {
            members((Map<String, ?>) members, place + ".");
        } else if (value instanceof Collection<?> elements) {
            elements(elements, place);
        } else if (value instanceof Boolean || value instanceof Integer || value instanceof Long) {
            out.appendAscii(value.toString());
        } else if (value instanceof String || value instanceof Instant) {
            JsonText.quote(out, value.toString());
        } else {
            throw new IllegalStateException("cannot write " + value.getClass());
        }
    }

    private Payload payload(@Nullable Object value, String place) {
        Payload payload = mapping.write(value);
        if (payload.isBinary()) {
            throw new MappingException(
                    place + " holds bytes, which only a message can: write them as text, for instance in Base64");
        }
        if (payload.kind() == JsonKind.NOTHING) {
            throw new MappingException(place + " is a Payload without a value; use Payload.NULL for JSON's null");
        }
        return payload;
    }
}
