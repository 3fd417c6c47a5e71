package dev.parley.protocol;

import org.jspecify.annotations.Nullable;

/**
 * One complete, checked Socket.IO packet, attachments included. Belongs to the thread that decoded it; the {@link
 * Payload}s in it may go anywhere.
 */
public final class SocketPacket {
    /** The value of {@link #ackId} when the sender asks for no answer. */
    public static final long NO_ACK = -1;

    private final SocketPacketType type;
    private final Head head;
    private final @Nullable Payload data;
    private final @Nullable EventArguments arguments;

    /** Where a packet goes and what it answers: the part before the data. */
    record Head(String namespace, @Nullable String query, long ackId) {}

    SocketPacket(SocketPacketType type, Head head, @Nullable Payload data, @Nullable EventArguments arguments) {
        this.type = type;
        this.head = head;
        this.data = data;
        this.arguments = arguments;
    }

    /** What the packet is for: never one of the two binary types, {@link Payload#isBinary} tells that. */
    public SocketPacketType type() {
        return type;
    }

    /** The namespace, without a query; {@code /} if the packet names none. */
    public String namespace() {
        return head.namespace();
    }

    /** The text behind the question mark of a CONNECT packet's namespace, not decoded; null if there is none. */
    public @Nullable String query() {
        return head.query();
    }

    /** The id under which an EVENT wants, or an ACK gives, an answer: 0 to 2^53 - 1, or {@link #NO_ACK}. */
    public long ackId() {
        return head.ackId();
    }

    /** The JSON behind the head: an array for EVENT and ACK, an object or null for CONNECT, null for DISCONNECT. */
    public @Nullable Payload data() {
        return data;
    }

    /**
     * The name and arguments of an EVENT, or the arguments of an ACK.
     *
     * @throws IllegalStateException for other types
     */
    public EventArguments arguments() {
        if (arguments == null) {
            throw new IllegalStateException(type + " has no arguments");
        }
        return arguments;
    }

    /** Type, namespace and sizes; no content, so that it may be logged after the namespace is escaped. */
    @Override
    public String toString() {
        return type + " " + head.namespace() + " " + (data == null ? 0 : data.size()) + " bytes";
    }
}
