package dev.parley.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object that a gateway reads, found in the payload's bytes. The values stay bytes until one is
 * asked for. Of members with the same name the last counts, as in JavaScript.
 *
 * <p>Owned by one thread.
 */
public final class JsonFields {
    private static final int FIELDS_PER_MEMBER = 4;

    private final Payload object;
    /** Start and end of name and value of each member, in fours. */
    private final int[] spans;
    /** Where in {@link #spans} the first member is. */
    private final int begin;

    private int @Nullable [] marks;

    JsonFields(Payload object, int[] spans, int begin) {
        this.object = object;
        this.spans = spans;
        this.begin = begin;
    }

    /** The members of an object; null if the payload is something else, an attachment for instance. */
    public static @Nullable JsonFields read(Payload payload) {
        return payload.kind() == JsonKind.OBJECT ? new JsonFields(payload, JsonSpans.ofObject(payload), 0) : null;
    }

    /** The members' names in the order they stand in, each as often as it is there. */
    public List<String> names() {
        List<String> names = new ArrayList<>((spans.length - begin) / FIELDS_PER_MEMBER);
        for (int at = begin; at < spans.length; at += FIELDS_PER_MEMBER) {
            names.add(JsonText.unescape(object.array(), spans[at], spans[at + 1]));
        }
        return names;
    }

    /** Whether there is a member of this name, be its value null. */
    public boolean has(String name) {
        return find(name) >= 0;
    }

    /**
     * The value of a member, with exactly the attachments referenced in it, numbered from 0; null if there is none.
     */
    public @Nullable Payload field(String name) {
        int at = find(name);
        if (at < 0) {
            return null;
        }
        if (!object.isBinary()) {
            return Payload.slice(object.array(), spans[at + 2], spans[at + 3]);
        }
        return Placeholders.cut(object, marks(), spans[at + 2], spans[at + 3]);
    }

    /** The value of a member that is a string; null if it is absent or something else. */
    public @Nullable String string(String name) {
        int at = find(name);
        if (at < 0 || first(at) != '"') {
            return null;
        }
        return JsonText.unescape(object.array(), spans[at + 2] + 1, spans[at + 3] - 1);
    }

    /** The value of a member that is a string or a finite number; null if it is absent or something else. */
    public @Nullable NameValue name(String name) {
        int at = find(name);
        return at < 0 ? null : JsonSpans.name(object.array(), spans[at + 2], spans[at + 3]);
    }

    /**
     * The same for a value that is likely to be one that was met before.
     *
     * @param known returned itself, if the value is that name; may be null
     */
    public @Nullable NameValue name(String name, @Nullable NameValue known) {
        int at = find(name);
        if (at < 0) {
            return null;
        }
        int from = spans[at + 2];
        int to = spans[at + 3];
        if (known != null && known.numeric() != (first(at) == '"')) {
            // A number as JavaScript prints it is what it would print again.
            int quote = known.numeric() ? 0 : 1;
            if (JsonText.is(object.array(), from + quote, to - quote, known.text())) {
                return known;
            }
        }
        return JsonSpans.name(object.array(), from, to);
    }

    /** Whether the member's value is {@link #truthy}; {@code otherwise} if it is absent or JSON's null. */
    public boolean truthy(String name, boolean otherwise) {
        int at = find(name);
        boolean given = at >= 0 && first(at) != 'n';
        return given ? truthy(at) : otherwise;
    }

    /** Whether there is a member of this name and its value is JSON's null. */
    public boolean isNull(String name) {
        int at = find(name);
        return at >= 0 && first(at) == 'n';
    }

    /**
     * Whether JavaScript takes the member's value for true: anything but false, null, zero of either sign and the empty
     * string. An absent member is not true.
     */
    public boolean truthy(String name) {
        int at = find(name);
        return at >= 0 && truthy(at);
    }

    private boolean truthy(int at) {
        byte first = first(at);
        if (first == '"') {
            return spans[at + 3] - spans[at + 2] > 2;
        }
        if (JsonSpans.isNumber(first)) {
            return JsNumber.value(object.array(), spans[at + 2], spans[at + 3]) != 0;
        }
        return first != 'f' && first != 'n';
    }

    /**
     * Whether every attachment of the object is referenced inside this member's value. False means that who forwards
     * only that value would lose one. True if there are no attachments at all.
     */
    public boolean holdsAllAttachments(String name) {
        if (!object.isBinary()) {
            return true;
        }
        int at = find(name);
        int[] known = marks();
        return at >= 0 && known[0] >= spans[at + 2] && known[known.length - 1] < spans[at + 3];
    }

    private byte first(int member) {
        return object.array()[spans[member + 2]];
    }

    /** Where the last member of this name is noted, or -1. */
    private int find(String name) {
        for (int at = spans.length - FIELDS_PER_MEMBER; at >= begin; at -= FIELDS_PER_MEMBER) {
            if (JsonText.is(object.array(), spans[at], spans[at + 1], name)) {
                return at;
            }
        }
        return -1;
    }

    private int[] marks() {
        int[] known = marks;
        if (known == null) {
            known = Placeholders.find(object.array(), object.offset(), object.offset() + object.length());
            marks = known;
        }
        return known;
    }
}
