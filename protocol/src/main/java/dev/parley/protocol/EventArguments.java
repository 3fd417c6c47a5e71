package dev.parley.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The name and arguments of an event, or the arguments of an answer, as ranges of the packet's bytes. Arguments are cut
 * out without copying, unless an attachment's number changes by it.
 *
 * <p>Owned by one thread.
 */
public final class EventArguments {
    private final Payload data;
    /** Start and end of each element of the array, in pairs; the name, if there is one, is the first. */
    private final int[] elements;

    /** Elements before the first argument: 1 for an event, 0 for an answer. */
    private final int first;

    private @Nullable NameValue name;
    private int @Nullable [] marks;

    private EventArguments(Payload data, int[] elements, int first) {
        this.data = data;
        this.elements = elements;
        this.first = first;
    }

    /** The view of an event's checked array. */
    static EventArguments event(Payload data, int[] elements) {
        return new EventArguments(data, elements, 1);
    }

    /** The view of an answer's checked array. */
    static EventArguments ack(Payload data, int[] elements) {
        return new EventArguments(data, elements, 0);
    }

    /**
     * The elements of any array, as arguments without a name; null if the payload is no array.
     */
    public static @Nullable EventArguments ofArray(Payload payload) {
        if (payload.kind() != JsonKind.ARRAY) {
            return null;
        }
        return new EventArguments(payload, JsonSpans.ofArray(payload), 0);
    }

    /** The event's name as text: the string, or the number as JavaScript prints it. */
    public String name() {
        return nameValue().text();
    }

    /** Whether the event's name is a number on the wire. */
    public boolean numericName() {
        return nameValue().numeric();
    }

    /**
     * The event's name.
     *
     * @throws IllegalStateException if these are the arguments of an answer
     */
    public NameValue nameValue() {
        NameValue known = name;
        if (known == null) {
            known = first == 0 ? null : JsonSpans.name(data.array(), elements[0], elements[1]);
            if (known == null) {
                throw new IllegalStateException("no event name");
            }
            name = known;
        }
        return known;
    }

    /** How many arguments there are, the name not counted. */
    public int size() {
        return elements.length / 2 - first;
    }

    /**
     * One argument, with exactly the attachments referenced in it, numbered from 0.
     *
     * @throws IndexOutOfBoundsException if there is no such argument
     */
    public Payload argument(int index) {
        int at = 2 * (Objects.checkIndex(index, size()) + first);
        return cut(elements[at], elements[at + 1]);
    }

    /**
     * All arguments as they stand between the name and the closing bracket, for instance {@code 1,"x",{}}, with all
     * attachments; {@link Payload#EMPTY} if there are none. What is around them on the wire is left out.
     */
    public Payload all() {
        if (size() == 0) {
            return Payload.EMPTY;
        }
        return cut(elements[2 * first], elements[elements.length - 1]);
    }

    private Payload cut(int from, int to) {
        if (!data.isBinary()) {
            return Payload.slice(data.array(), from, to);
        }
        int[] known = marks;
        if (known == null) {
            known = Placeholders.find(data.array(), data.offset(), data.offset() + data.length());
            marks = known;
        }
        return Placeholders.cut(data, known, from, to);
    }
}
