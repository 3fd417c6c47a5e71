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
    private static final int UNKNOWN = -1;

    private final Payload data;
    /** Start and end of each element of the array, in pairs; the name, if there is one, is the first. What may follow is {@link #members}. */
    private final int[] notes;

    /** How many of {@link #notes} are of elements. */
    private final int end;

    /** Elements before the first argument: 1 for an event, 0 for an answer. */
    private final int first;

    /** How many of {@link #notes} are of members of the first argument, should it be an object; {@link #UNKNOWN} if they are not there. */
    private final int members;

    private @Nullable NameValue name;
    private int @Nullable [] marks;

    private EventArguments(Payload data, int[] notes, int members, int first) {
        this.data = data;
        this.notes = notes;
        this.members = members;
        this.end = notes.length - Math.max(members, 0);
        this.first = first;
    }

    /** The view of an event's checked array. */
    static EventArguments event(Payload data, int[] elements) {
        return new EventArguments(data, elements, UNKNOWN, 1);
    }

    /** The same for an array that was just scanned and has no attachments. */
    static EventArguments event(Payload data, JsonScanner scanner) {
        int[] notes = scanner.notes();
        int members = scanner.knowsMembers() ? notes.length - 2 * scanner.elementCount() : UNKNOWN;
        return new EventArguments(data, notes, members, 1);
    }

    /** The view of an answer's checked array. */
    static EventArguments ack(Payload data, int[] elements) {
        return new EventArguments(data, elements, UNKNOWN, 0);
    }

    /**
     * The elements of any array, as arguments without a name; null if the payload is no array.
     */
    public static @Nullable EventArguments ofArray(Payload payload) {
        if (payload.kind() != JsonKind.ARRAY) {
            return null;
        }
        return new EventArguments(payload, JsonSpans.ofArray(payload), UNKNOWN, 0);
    }

    /** Whether the event's name is this text; costs less than {@link #name}. */
    public boolean isNamed(String text) {
        byte[] array = data.array();
        boolean unread = first > 0 && name == null;
        if (unread && array[notes[0]] == '"') {
            return JsonText.is(array, notes[0] + 1, notes[1] - 1, text);
        }
        return name().equals(text);
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
            known = first == 0 ? null : JsonSpans.name(data.array(), notes[0], notes[1]);
            if (known == null) {
                throw new IllegalStateException("no event name");
            }
            name = known;
        }
        return known;
    }

    /** How many arguments there are, the name not counted. */
    public int size() {
        return end / 2 - first;
    }

    /**
     * One argument, with exactly the attachments referenced in it, numbered from 0.
     *
     * @throws IndexOutOfBoundsException if there is no such argument
     */
    public Payload argument(int index) {
        int at = 2 * (Objects.checkIndex(index, size()) + first);
        return cut(notes[at], notes[at + 1]);
    }

    /**
     * Bytes of one argument and of the attachments referenced in it.
     *
     * @throws IndexOutOfBoundsException if there is no such argument
     */
    public int size(int index) {
        if (data.isBinary()) {
            return argument(index).size();
        }
        int at = 2 * (Objects.checkIndex(index, size()) + first);
        return notes[at + 1] - notes[at];
    }

    /**
     * The members of an argument that is an object; null if it is something else, an attachment for instance. For the first argument
     * of an event nothing is read again.
     *
     * @throws IndexOutOfBoundsException if there is no such argument
     */
    public @Nullable JsonFields fields(int index) {
        Payload argument = argument(index);
        if (index > 0 || members == UNKNOWN) {
            return JsonFields.read(argument);
        }
        return argument.array()[argument.offset()] == '{' ? new JsonFields(argument, notes, end) : null;
    }

    /**
     * All arguments as they stand between the name and the closing bracket, for instance {@code 1,"x",{}}, with all
     * attachments; {@link Payload#EMPTY} if there are none. What is around them on the wire is left out.
     */
    public Payload all() {
        if (size() == 0) {
            return Payload.EMPTY;
        }
        return cut(notes[2 * first], notes[end - 1]);
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
