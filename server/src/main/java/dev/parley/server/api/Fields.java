package dev.parley.server.api;

import dev.parley.protocol.EventArguments;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.JsonKind;
import dev.parley.protocol.JsonLimits;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object that a call sent. Strict: a member that is not known, twice there or of the wrong type is a mistake,
 * and so is text that no database can keep (U+0000, half a surrogate pair). Mistakes are collected; look at the values when
 * {@link #check} has passed.
 */
final class Fields {

    private final JsonFields fields;
    private final String prefix;
    private final Violations violations;

    private Fields(JsonFields fields, String prefix, Violations violations) {
        this.fields = fields;
        this.prefix = prefix;
        this.violations = violations;
    }

    /**
     * Reads a body.
     *
     * @param known the members that may be there
     * @throws Refusal if it is no JSON object
     */
    static Fields read(byte[] body, int maxDepth, Set<String> known) {
        Payload json;
        try {
            json = Payload.parse(body, 0, body.length, new JsonLimits(maxDepth, 1_000, Math.max(1, body.length)));
        } catch (ProtocolException e) {
            throw Refusal.of(
                    400,
                    "invalid_json",
                    "The body is not JSON in UTF-8 as this server takes it: " + e.getMessage() + ".");
        }
        JsonFields fields = JsonFields.read(json);
        if (fields == null) {
            throw Refusal.invalid("body", "must be a JSON object.");
        }
        Fields read = new Fields(fields, "", new Violations());
        read.checkNames(known);
        return read;
    }

    private void checkNames(Set<String> known) {
        Set<String> seen = new HashSet<>();
        for (String name : fields.names()) {
            if (!known.contains(name)) {
                violations.add(
                        prefix + shown(name),
                        "is not a field here; there is "
                                + String.join(", ", known.stream().sorted().toList()) + ".");
            } else if (!seen.add(name)) {
                violations.add(prefix + name, "must be given once.");
            }
        }
    }

    /** A name of the caller's, short and without anything that a terminal or a page could take for more than text. */
    private static String shown(String name) {
        String plain = name.codePoints()
                .limit(64)
                .map(c -> Character.isLetterOrDigit(c) || "_-.$ ".indexOf(c) >= 0 ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return plain.isEmpty() ? "(empty name)" : plain;
    }

    boolean has(String name) {
        return fields.has(name);
    }

    boolean isNull(String name) {
        return fields.isNull(name);
    }

    /** The value as it came, or null if there is none. */
    @Nullable
    Payload raw(String name) {
        return fields.field(name);
    }

    /** A text of at most {@code max} characters; null if it is absent or null. */
    @Nullable
    String text(String name, int max) {
        if (!given(name)) {
            return null;
        }
        String text = fields.string(name);
        if (text == null || text.length() > max || !isStorable(text)) {
            violations.add(prefix + name, "must be a text of at most " + max + " characters.");
            return null;
        }
        return text;
    }

    /** A text of 1 to {@code max} characters that must be there. */
    String required(String name, int max) {
        String text = given(name) ? text(name, max) : "";
        if (text != null && text.isBlank()) {
            violations.add(prefix + name, "must be there: a text of 1 to " + max + " characters.");
        }
        return text == null ? "" : text;
    }

    /** A name of an app's world (channel, event): any text, so that it may be what clients use. */
    String name(String field, int max) {
        String value = fields.string(field);
        if (value == null || value.isBlank() || value.length() > max) {
            violations.add(
                    prefix + field, "must be a text of 1 to " + max + " characters that is not blank (maxNameLength).");
            return "";
        }
        return value;
    }

    @Nullable
    Boolean bool(String name) {
        if (!fields.has(name)) {
            return null;
        }
        if (kind(name) != JsonKind.BOOLEAN) {
            violations.add(prefix + name, "must be true or false.");
            return null;
        }
        return fields.truthy(name);
    }

    /** A whole number; null if it is absent or null. */
    @Nullable
    Long whole(String name, long min, long max) {
        if (!given(name)) {
            return null;
        }
        Payload value = fields.field(name);
        String text = value == null ? "" : value.toString();
        if (text.matches("-?[0-9]{1,18}")) {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        violations.add(prefix + name, "must be a whole number from " + min + " to " + max + ".");
        return null;
    }

    /** The text of a JSON object of at most {@code max} bytes; null if it is absent or null. */
    @Nullable
    String object(String name, int max) {
        if (!given(name)) {
            return null;
        }
        Payload value = fields.field(name);
        if (value == null || value.kind() != JsonKind.OBJECT || value.length() > max) {
            violations.add(prefix + name, "must be a JSON object of at most " + max + " bytes.");
            return null;
        }
        String text = value.toString();
        if (text.contains("\\u0000")) {
            violations.add(prefix + name, "must not hold the character U+0000.");
        }
        return text;
    }

    /** A list of texts; empty if it is absent or null. */
    List<String> texts(String name, int most, int max) {
        return texts(name, most, 1, max);
    }

    /** A list of texts that may be empty, as a JSON Pointer to everything is; empty if it is absent or null. */
    List<String> pointers(String name, int most, int max) {
        return texts(name, most, 0, max);
    }

    private List<String> texts(String name, int most, int min, int max) {
        EventArguments list = given(name) ? list(name, most) : null;
        List<String> texts = new ArrayList<>();
        for (int i = 0; list != null && i < list.size(); i++) {
            String text = list.argument(i).text();
            if (text == null || text.length() < min || text.length() > max || !isStorable(text)) {
                violations.add(
                        prefix + name + "[" + i + "]", "must be a text of " + min + " to " + max + " characters.");
            } else {
                texts.add(text);
            }
        }
        return texts;
    }

    /** The objects of a list that must be there. */
    List<Fields> objects(String name, int most, Set<String> known) {
        EventArguments list = list(name, most);
        List<Fields> objects = new ArrayList<>();
        for (int i = 0; list != null && i < list.size(); i++) {
            JsonFields element = JsonFields.read(list.argument(i));
            if (element == null) {
                violations.add(prefix + name + "[" + i + "]", "must be a JSON object.");
            } else {
                Fields object = new Fields(element, prefix + name + "[" + i + "].", violations);
                object.checkNames(known);
                objects.add(object);
            }
        }
        return objects;
    }

    private @Nullable EventArguments list(String name, int most) {
        Payload value = fields.field(name);
        EventArguments list = value == null ? null : EventArguments.ofArray(value);
        if (list == null || list.size() > most) {
            violations.add(prefix + name, "must be a list of at most " + most + ".");
            return null;
        }
        return list;
    }

    /** Notes a mistake of this object's. */
    void wrong(String name, String message) {
        violations.add(prefix + name, message);
    }

    /** Refuses the call if anything is wrong. */
    void check() {
        violations.check();
    }

    private boolean given(String name) {
        return fields.has(name) && !fields.isNull(name);
    }

    private @Nullable JsonKind kind(String name) {
        Payload value = fields.field(name);
        return value == null ? null : value.kind();
    }

    /** Whether every database can keep it as it is. */
    static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (c == 0 || (Character.isSurrogate(c) && !pair)) {
                return false;
            }
            i += pair ? 1 : 0;
        }
        return true;
    }
}
