package dev.parley.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Writes Socket.IO packets (Socket.IO protocol, revision 5 and 4, "Packet encoding"): as arrays, or appended to a
 * builder. The attachments of a packet are messages of their own, sent after it in the order of their numbers.
 *
 * <p>Each method exists in two flavours of the writer: {@link #SOCKET} writes the bare packet, {@link #ENGINE} the text
 * frame, that is the packet behind the type character of an Engine.IO message. Immutable.
 *
 * <p>Namespaces are written as they are, {@code /} is left out.
 */
public final class PacketWriter {
    /** Writes Socket.IO packets, for polling bodies and everything that frames them itself. */
    public static final PacketWriter SOCKET = new PacketWriter(false);

    /** Writes Engine.IO messages that hold Socket.IO packets: finished WebSocket text. */
    public static final PacketWriter ENGINE = new PacketWriter(true);

    private final boolean engine;

    private PacketWriter(boolean engine) {
        this.engine = engine;
    }

    /**
     * Confirms that a namespace was entered, for instance {@code 0/chat,{"sid":"x"}}.
     *
     * @param sid the socket's id in the namespace; null in Engine.IO revision 3, whose clients expect no data
     * @param extra an object whose members follow the id, for instance {@code {"pid":"y"}}
     */
    public byte[] connect(String namespace, @Nullable String sid, @Nullable Payload extra) {
        ByteBuilder out = new ByteBuilder();
        head(out, SocketPacketType.CONNECT, namespace);
        if (sid != null) {
            out.appendAscii("{\"sid\":");
            JsonText.quote(out, sid);
            appendMembers(out, extra);
            out.append('}');
        }
        return out.toByteArray();
    }

    /**
     * Refuses a namespace. Engine.IO revision 4 carries an object with the message and the data; revision 3 carries the
     * data alone, or the message as a string if there is no data.
     */
    public byte[] connectError(String namespace, EngineVersion version, String message, @Nullable Payload data) {
        ByteBuilder out = new ByteBuilder();
        head(out, SocketPacketType.CONNECT_ERROR, namespace);
        if (version == EngineVersion.V3) {
            if (data == null) {
                JsonText.quote(out, message);
            } else {
                out.append(data);
            }
            return out.toByteArray();
        }
        out.appendAscii("{\"message\":");
        JsonText.quote(out, message);
        if (data != null) {
            out.appendAscii(",\"data\":").append(data);
        }
        return out.append('}').toByteArray();
    }

    /** Leaves a namespace, for instance {@code 1/chat,}. */
    public byte[] disconnect(String namespace) {
        ByteBuilder out = new ByteBuilder(32);
        head(out, SocketPacketType.DISCONNECT, namespace);
        return out.toByteArray();
    }

    /**
     * An event.
     *
     * @param arguments what stands between the name and the closing bracket: several values separated by commas, one, or
     *     {@link Payload#EMPTY}
     * @param ackId the id under which an answer is wanted, or {@link SocketPacket#NO_ACK}
     */
    public byte[] event(String namespace, NameValue name, Payload arguments, long ackId) {
        ByteBuilder out = new ByteBuilder(arguments.length() + name.text().length() + 64);
        beginEvent(out, namespace, name, ackId, arguments.attachments().size());
        if (arguments.length() > 0) {
            out.append(',').append(arguments);
        }
        return end(out).toByteArray();
    }

    /** An answer: {@code arguments} is what stands between the brackets, see {@link #event}. */
    public byte[] ack(String namespace, long ackId, Payload arguments) {
        ByteBuilder out = new ByteBuilder(arguments.length() + 64);
        beginAck(out, namespace, ackId, arguments.attachments().size());
        return end(out.append(arguments)).toByteArray();
    }

    /**
     * Begins an event, up to and including its name. The caller appends a comma and a value for each argument, and then
     * calls {@link #end}.
     */
    public ByteBuilder beginEvent(ByteBuilder out, String namespace, NameValue name, long ackId, int attachmentCount) {
        SocketPacketType type = attachmentCount > 0 ? SocketPacketType.BINARY_EVENT : SocketPacketType.EVENT;
        begin(out, type, namespace, ackId, attachmentCount);
        name.appendTo(out);
        return out;
    }

    /**
     * Begins an answer, up to and including the opening bracket. The caller appends the arguments with commas between
     * them, and then calls {@link #end}.
     */
    public ByteBuilder beginAck(ByteBuilder out, String namespace, long ackId, int attachmentCount) {
        SocketPacketType type = attachmentCount > 0 ? SocketPacketType.BINARY_ACK : SocketPacketType.ACK;
        begin(out, type, namespace, ackId, attachmentCount);
        return out;
    }

    /** Ends what {@link #beginEvent} or {@link #beginAck} began. */
    public ByteBuilder end(ByteBuilder out) {
        return out.append(']');
    }

    private void begin(ByteBuilder out, SocketPacketType type, String namespace, long ackId, int attachmentCount) {
        type(out, type);
        if (attachmentCount > 0) {
            out.appendLong(attachmentCount).append('-');
        }
        namespace(out, namespace);
        if (ackId != SocketPacket.NO_ACK) {
            out.appendLong(ackId);
        }
        out.append('[');
    }

    private void head(ByteBuilder out, SocketPacketType type, String namespace) {
        type(out, type);
        namespace(out, namespace);
    }

    private void type(ByteBuilder out, SocketPacketType type) {
        if (engine) {
            out.append(PacketType.MESSAGE.wireChar());
        }
        out.append(type.wireChar());
    }

    private static void namespace(ByteBuilder out, String namespace) {
        if (!namespace.equals("/")) {
            out.appendUtf8(namespace).append(',');
        }
    }

    private static void appendMembers(ByteBuilder out, @Nullable Payload object) {
        if (object == null) {
            return;
        }
        if (object.kind() != JsonKind.OBJECT) {
            throw new IllegalArgumentException("extra data is no object");
        }
        int from = Json.skipSpace(object.array(), object.offset() + 1, object.offset() + object.length());
        int to = object.offset() + object.length() - 1;
        if (from < to) {
            out.append(',').append(object.array(), from, to - from);
        }
    }
}
