package dev.parley.protocol;

import dev.parley.protocol.ProtocolException.Reason;
import dev.parley.protocol.SocketPacket.Head;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Socket.IO packets of one connection from the messages of its engine socket (Socket.IO protocol, revision 5
 * and 4, "Packet encoding"). Everything a peer can get wrong is found here; what comes out is safe to pass on.
 *
 * <p>Stateful, because the attachments of a packet follow it in messages of their own; owned by one thread. A text is
 * read in one pass and not copied: the packet refers to the array that was handed in, which must not be written to
 * again. After an exception nothing is retained, and only the packet at fault is lost.
 *
 * <p>A text packet has no attachments. An object in it that looks like a placeholder is refused, because peers that get it
 * with other packets' attachments would mistake it for one. Clients cannot be as strict: a server may pass on what
 * another client has sent, and reference clients take it as the object it is. For them there is {@link #forClient}.
 */
public final class SocketDecoder {
    private static final int DEFAULT_MAX_ATTACHMENTS = 10;
    private static final int MOST_ACK_DIGITS = 16;
    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;
    private static final Head ROOT = new Head("/", null, SocketPacket.NO_ACK);

    private final JsonScanner scanner;
    private final int maxAttachments;
    private final int maxPayloadBytes;
    private final boolean plainText;

    private @Nullable PendingPacket pending;
    /** The place in the text that is being read. */
    private int at;

    /** A decoder that takes 10 attachments per packet. */
    public SocketDecoder(JsonLimits limits, int maxPayloadBytes) {
        this(limits, DEFAULT_MAX_ATTACHMENTS, maxPayloadBytes);
    }

    /**
     * A decoder with these limits.
     *
     * @param limits for the JSON of a packet
     * @param maxAttachments most attachments of a packet
     * @param maxPayloadBytes most bytes of a packet's text and attachments together
     */
    public SocketDecoder(JsonLimits limits, int maxAttachments, int maxPayloadBytes) {
        this(new JsonScanner(limits), maxAttachments, maxPayloadBytes, false);
    }

    private SocketDecoder(JsonScanner scanner, int maxAttachments, int maxPayloadBytes, boolean plainText) {
        this.scanner = scanner;
        this.maxAttachments = maxAttachments;
        this.maxPayloadBytes = maxPayloadBytes;
        this.plainText = plainText;
    }

    /**
     * A decoder for a client, whose server may pass on what other clients have sent: in a text packet an object with a
     * true {@code _placeholder} is plain data, in whatever form. Its {@link Payload} has no attachments and shows the
     * object as it is. In a binary packet each such object must still be the placeholder of an attachment.
     *
     * @param limits for the JSON of a packet
     * @param maxAttachments most attachments of a packet
     * @param maxPayloadBytes most bytes of a packet's text and attachments together
     */
    public static SocketDecoder forClient(JsonLimits limits, int maxAttachments, int maxPayloadBytes) {
        return new SocketDecoder(new JsonScanner(limits), maxAttachments, maxPayloadBytes, true);
    }

    /**
     * A decoder with the same limits for another connection of the same thread. The two share their working memory, which holds
     * nothing between two messages; it is several times the size of the rest.
     */
    public SocketDecoder sibling() {
        return new SocketDecoder(scanner, maxAttachments, maxPayloadBytes, plainText);
    }

    /** Whether the last text announced attachments that have not all come. */
    public boolean awaitsAttachments() {
        return pending != null;
    }

    /**
     * Reads a text message.
     *
     * @return the packet; null if its attachments must come first
     * @throws ProtocolException if the message is no valid packet, breaks a limit, comes where an attachment is due, or
     *     names a reserved event
     */
    public @Nullable SocketPacket text(byte[] data, int from, int to) throws ProtocolException {
        Objects.checkFromToIndex(from, to, data.length);
        if (pending != null) {
            pending = null;
            throw ProtocolException.malformed("text where an attachment is due");
        }
        if (to - from > maxPayloadBytes) {
            throw new ProtocolException(Reason.TOO_LARGE, "packet too large");
        }
        if (from == to) {
            throw ProtocolException.malformed("empty packet");
        }
        SocketPacketType type = SocketPacketType.ofWireChar(data[from]);
        if (type == null) {
            throw ProtocolException.malformed("unknown packet type");
        }
        at = from + 1;
        try {
            return packet(type, data, to);
        } finally {
            scanner.release();
        }
    }

    /**
     * Reads a binary message: the next attachment of the packet whose text came before. The array is kept.
     *
     * @return the packet, when this was its last attachment; otherwise null
     * @throws ProtocolException if no attachment is due, or the packet becomes too large
     */
    public @Nullable SocketPacket binary(byte[] data) throws ProtocolException {
        PendingPacket waiting = pending;
        if (waiting == null) {
            throw ProtocolException.malformed("attachment without a packet");
        }
        if (data.length > maxPayloadBytes - waiting.bytes()) {
            pending = null;
            throw new ProtocolException(Reason.TOO_LARGE, "packet too large");
        }
        if (!waiting.add(data)) {
            return null;
        }
        pending = null;
        return waiting.complete();
    }

    private @Nullable SocketPacket packet(SocketPacketType type, byte[] data, int to) throws ProtocolException {
        int start = at - 1;
        int attachments = 0;
        if (type == SocketPacketType.BINARY_EVENT || type == SocketPacketType.BINARY_ACK) {
            attachments = attachmentCount(data, to);
        }
        Head head = head(type, data, to);
        at = Json.skipSpace(data, at, to);
        return switch (type) {
            case CONNECT, CONNECT_ERROR -> connection(type, head, at == to ? null : json(data, to, plainText));
            case DISCONNECT -> disconnect(head, at == to);
            case EVENT, BINARY_EVENT ->
                arguments(SocketPacketType.EVENT, head, array(data, to, attachments), attachments, to - start);
            case ACK, BINARY_ACK ->
                arguments(SocketPacketType.ACK, head, array(data, to, attachments), attachments, to - start);
        };
    }

    private static SocketPacket disconnect(Head head, boolean bare) throws ProtocolException {
        if (!bare) {
            throw ProtocolException.malformed("DISCONNECT with data");
        }
        return new SocketPacket(SocketPacketType.DISCONNECT, head, null, null);
    }

    private static SocketPacket connection(SocketPacketType type, Head head, @Nullable Payload data)
            throws ProtocolException {
        JsonKind kind = data == null ? JsonKind.NULL : data.kind();
        boolean error = type == SocketPacketType.CONNECT_ERROR;
        if (kind != JsonKind.OBJECT && kind != JsonKind.NULL && !(error && kind == JsonKind.STRING)) {
            throw ProtocolException.malformed(error ? "CONNECT_ERROR with wrong data" : "CONNECT with wrong data");
        }
        return new SocketPacket(type, head, kind == JsonKind.NULL ? null : data, null);
    }

    private @Nullable SocketPacket arguments(
            SocketPacketType type, Head head, Payload data, int attachments, int textBytes) throws ProtocolException {
        boolean event = type == SocketPacketType.EVENT;
        if (event) {
            checkName(data.array());
        } else if (head.ackId() == SocketPacket.NO_ACK) {
            throw ProtocolException.malformed("ACK without an id");
        }
        if (attachments > 0) {
            PendingPacket waiting = new PendingPacket(type, head, data, attachments, textBytes);
            waiting.resolve(scanner);
            pending = waiting;
            return null;
        }
        if (scanner.placeholderCount() > 0) {
            throw ProtocolException.malformed("placeholder without attachment");
        }
        EventArguments arguments =
                event ? EventArguments.event(data, scanner) : EventArguments.ack(data, scanner.elements());
        return new SocketPacket(type, head, data, arguments);
    }

    private void checkName(byte[] a) throws ProtocolException {
        if (scanner.elementCount() == 0) {
            throw ProtocolException.malformed("event without a name");
        }
        int from = scanner.elementStart(0);
        int to = scanner.elementEnd(0);
        if (a[from] == '"') {
            if (ReservedEvents.contains(a, from + 1, to - 1)) {
                throw new ProtocolException(Reason.RESERVED_EVENT, "reserved event name");
            }
        } else if (!JsonSpans.isNumber(a[from]) || Double.isInfinite(JsNumber.value(a, from, to))) {
            throw ProtocolException.malformed("event name is neither a string nor a finite number");
        }
    }

    private Payload array(byte[] data, int to, int attachments) throws ProtocolException {
        if (at == to || data[at] != '[') {
            throw ProtocolException.malformed("arguments are no array");
        }
        return json(data, to, plainText && attachments == 0);
    }

    private Payload json(byte[] data, int to, boolean plain) throws ProtocolException {
        Payload json = scanner.document(data, at, to, plain);
        if (scanner.placeholderCount() > 0 && json.kind() != JsonKind.ARRAY) {
            throw ProtocolException.malformed("placeholder without attachment");
        }
        return json;
    }

    private int attachmentCount(byte[] data, int to) throws ProtocolException {
        int start = at;
        int end = Json.skipDigits(data, start, to);
        if (end == start || end == to || data[end] != '-' || data[start] == '0') {
            throw ProtocolException.malformed("wrong number of attachments");
        }
        at = end + 1;
        // More digits than an int has are too many attachments without reading them.
        int count = end - start > 9
                ? Integer.MAX_VALUE
                : Integer.parseInt(new String(data, start, end - start, StandardCharsets.ISO_8859_1));
        if (count > maxAttachments) {
            throw new ProtocolException(Reason.TOO_MANY_ATTACHMENTS, "too many attachments");
        }
        return count;
    }

    private Head head(SocketPacketType type, byte[] data, int to) throws ProtocolException {
        String namespace = "/";
        String query = null;
        if (at < to && data[at] == '/') {
            int start = at;
            int end = start;
            while (end < to && data[end] != ',') {
                end++;
            }
            at = Math.min(end + 1, to);
            Utf8.check(data, start, end);
            namespace = new String(data, start, end - start, StandardCharsets.UTF_8);
            int mark = type == SocketPacketType.CONNECT ? namespace.indexOf('?') : -1;
            if (mark >= 0) {
                query = namespace.substring(mark + 1);
                namespace = namespace.substring(0, mark);
            }
        }
        long ackId = ackId(type, data, to);
        boolean root = query == null && ackId == SocketPacket.NO_ACK && namespace.length() == 1;
        return root ? ROOT : new Head(namespace, query, ackId);
    }

    private long ackId(SocketPacketType type, byte[] data, int to) throws ProtocolException {
        int start = at;
        int end = Json.skipDigits(data, start, to);
        if (end == start) {
            return SocketPacket.NO_ACK;
        }
        boolean allowed = type != SocketPacketType.CONNECT
                && type != SocketPacketType.DISCONNECT
                && type != SocketPacketType.CONNECT_ERROR;
        if (!allowed || end - start > MOST_ACK_DIGITS) {
            throw ProtocolException.malformed("wrong acknowledgement id");
        }
        long id = 0;
        for (int i = start; i < end; i++) {
            id = id * 10 + (data[i] - '0');
        }
        if (id > MAX_SAFE_INTEGER) {
            throw ProtocolException.malformed("wrong acknowledgement id");
        }
        at = end;
        return id;
    }
}
