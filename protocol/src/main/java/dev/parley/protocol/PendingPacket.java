package dev.parley.protocol;

import dev.parley.protocol.SocketPacket.Head;
import java.util.List;

/**
 * A binary packet whose attachments are still coming. Attachments come in the order of their numbers, while payloads
 * number them in document order; the difference is settled here, once.
 */
final class PendingPacket {
    private final SocketPacketType type;
    private final Head head;
    private final byte[][] received;
    private Payload text;
    private int[] elements = new int[0];
    /** The number each placeholder had on the wire, in document order. */
    private int[] wireNumbers = new int[0];

    private int count;
    private int bytes;

    PendingPacket(SocketPacketType type, Head head, Payload text, int attachments, int textBytes) {
        this.type = type;
        this.head = head;
        this.text = text;
        this.received = new byte[attachments][];
        this.bytes = textBytes;
    }

    /**
     * Checks that the text that was just scanned refers to each announced attachment exactly once.
     *
     * @throws ProtocolException if it does not
     */
    void resolve(JsonScanner scanner) throws ProtocolException {
        int[] marks = scanner.placeholders();
        int end = text.offset() + text.length();
        boolean[] seen = new boolean[received.length];
        wireNumbers = new int[marks.length];
        boolean inOrder = true;
        boolean valid = marks.length == received.length;
        for (int k = 0; valid && k < marks.length; k++) {
            int number = Placeholders.number(text.array(), marks[k], end);
            valid = number < seen.length && !seen[number];
            if (valid) {
                seen[number] = true;
                wireNumbers[k] = number;
                inOrder &= number == k;
            }
        }
        if (!valid) {
            throw ProtocolException.malformed("attachments are not referenced once each");
        }
        if (inOrder) {
            elements = scanner.elements();
        } else {
            text = inDocumentOrder(marks);
            elements = JsonSpans.ofArray(text);
        }
    }

    private Payload inDocumentOrder(int[] marks) {
        ByteBuilder out = new ByteBuilder(text.length());
        int[] ascending = new int[marks.length];
        for (int k = 0; k < ascending.length; k++) {
            ascending[k] = k;
        }
        Placeholders.renumber(out, text, marks, ascending, 0);
        return Payload.slice(out.toByteArray(), 0, out.length());
    }

    /** Bytes of the text and of the attachments so far. */
    int bytes() {
        return bytes;
    }

    /** Takes the next attachment and tells whether it was the last. */
    boolean add(byte[] attachment) {
        received[count++] = attachment;
        bytes += attachment.length;
        return count == received.length;
    }

    SocketPacket complete() {
        byte[][] inOrder = new byte[received.length][];
        for (int k = 0; k < inOrder.length; k++) {
            inOrder[k] = received[wireNumbers[k]];
        }
        Payload data = Payload.trusted(text.array(), text.offset(), text.offset() + text.length(), List.of(inOrder));
        boolean event = type == SocketPacketType.EVENT;
        return new SocketPacket(
                type, head, data, event ? EventArguments.event(data, elements) : EventArguments.ack(data, elements));
    }
}
