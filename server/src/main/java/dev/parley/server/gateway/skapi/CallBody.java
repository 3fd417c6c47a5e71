package dev.parley.server.gateway.skapi;

import dev.parley.protocol.EventArguments;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.JsonKind;
import dev.parley.protocol.JsonLimits;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ProtocolException;
import dev.parley.server.accounts.UserIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The JSON object that a call carries. Null is the same as nothing; fields that nobody asks for are ignored. */
final class CallBody {

    private final JsonFields fields;

    private CallBody(JsonFields fields) {
        this.fields = fields;
    }

    /**
     * Reads a body.
     *
     * @param maxDepth how deeply it may be nested
     * @throws CallRefusal if it is no JSON object
     */
    static CallBody of(byte[] bytes, int maxDepth) {
        Payload json;
        try {
            json = Payload.parse(bytes, 0, bytes.length, new JsonLimits(maxDepth, 1_000, Math.max(1, bytes.length)));
        } catch (ProtocolException e) {
            throw CallRefusal.of(400, ErrorCode.INVALID_REQUEST, "The body is not JSON: " + e.getMessage());
        }
        JsonFields fields = JsonFields.read(json);
        if (fields == null) {
            throw CallRefusal.of(400, ErrorCode.INVALID_REQUEST, "The body must be a JSON object.");
        }
        return new CallBody(fields);
    }

    /** Refuses a call that names another service or owner than its path; what it does not name is that of the path. */
    void check(Service service) {
        same("service", service.id(), text("service"));
        String owner = text("owner");
        same("owner", service.owner(), owner == null ? null : owner.toLowerCase(Locale.ROOT));
    }

    private static void same(String name, String expected, @Nullable String given) {
        if (given != null && !given.equals(expected)) {
            throw CallRefusal.of(400, ErrorCode.INVALID_REQUEST, "'" + name + "' is not that of the service called.");
        }
    }

    boolean has(String name) {
        return fields.has(name) && !fields.isNull(name);
    }

    /** The value as it came, or null. */
    @Nullable
    Payload raw(String name) {
        return has(name) ? fields.field(name) : null;
    }

    /** A text, or null. */
    @Nullable
    String text(String name) {
        if (!has(name)) {
            return null;
        }
        String value = fields.string(name);
        if (value == null) {
            throw CallRefusal.invalid("'" + name + "' must be a text.");
        }
        return value;
    }

    /** A text of 1 to {@code max} characters that must be there; a space is one. */
    String required(String name, int max) {
        String value = text(name);
        if (value == null || value.isEmpty() || value.length() > max) {
            throw CallRefusal.invalid("'" + name + "' must be a text of 1 to " + max + " characters.");
        }
        return value;
    }

    /** Whether this is a text. */
    boolean isText(String name) {
        Payload value = raw(name);
        return value != null && value.kind() == JsonKind.STRING;
    }

    /** Whether this is a number. */
    boolean isNumber(String name) {
        Payload value = raw(name);
        return value != null && value.kind() == JsonKind.NUMBER;
    }

    /** A finite number; {@code otherwise} if there is none. */
    double number(String name, double otherwise) {
        Payload value = raw(name);
        if (value == null) {
            return otherwise;
        }
        double number = value.kind() == JsonKind.NUMBER ? Double.parseDouble(value.toString()) : Double.NaN;
        if (!Double.isFinite(number)) {
            throw CallRefusal.invalid("'" + name + "' must be a number.");
        }
        return number;
    }

    boolean bool(String name, boolean otherwise) {
        Payload value = raw(name);
        if (value == null) {
            return otherwise;
        }
        if (value.kind() != JsonKind.BOOLEAN) {
            throw CallRefusal.invalid("'" + name + "' must be true or false.");
        }
        return fields.truthy(name);
    }

    /** A user's id in lower case, or null. */
    @Nullable
    String userId(String name) {
        String value = text(name);
        return value == null ? null : userId(name, value);
    }

    /** Whether this is a list with nothing but this text. */
    boolean isListOf(String name, String text) {
        Payload value = raw(name);
        EventArguments list = value == null || value.kind() != JsonKind.ARRAY ? null : EventArguments.ofArray(value);
        return list != null && list.size() == 1 && text.equals(list.argument(0).text());
    }

    /** The ids of users, in lower case. */
    List<String> userIds(String name, int most) {
        Payload value = raw(name);
        EventArguments list = value == null || value.kind() != JsonKind.ARRAY ? null : EventArguments.ofArray(value);
        if (list == null || list.size() > most) {
            throw CallRefusal.invalid(
                    "'" + name + "' must be a list of at most " + most + " user ids, or 'all_users'.");
        }
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String text = list.argument(i).text();
            ids.add(userId(name + "[" + i + "]", text == null ? "" : text));
        }
        return ids;
    }

    private static String userId(String name, String value) {
        String id = UserIds.normalised(value);
        if (id == null) {
            throw CallRefusal.invalid("'" + name + "' must be a user's id, a UUID.");
        }
        return id;
    }

    /** An object; null if there is none. */
    @Nullable
    CallBody object(String name) {
        Payload value = raw(name);
        if (value == null) {
            return null;
        }
        JsonFields object = JsonFields.read(value);
        if (object == null) {
            throw CallRefusal.invalid("'" + name + "' must be an object.");
        }
        return new CallBody(object);
    }
}
