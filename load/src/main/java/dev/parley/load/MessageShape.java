package dev.parley.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * The messages of one channel. Sender, number and due time stand at fixed places, as digits of base 16 that are letters from
 * {@code @} to {@code O}: eight of them are packed and unpacked with one instruction, and JSON leaves them as they are.
 *
 * <p>The payload is <code>{"x":"SSSSSSSSNNNNNNNNTTTTTTTTTTTTTTTT","p":"..."}</code>.
 */
final class MessageShape {

    static final String EVENT = "m";
    static final int LEAST_PAYLOAD = 40;
    static final int MOST_PAYLOAD = 512 << 10;

    /** Bytes of sender, number and time. */
    static final int ID = 32;

    /** The eight bytes before them in what receivers get. */
    private static final long MARKER =
            ByteBuffer.wrap("\":{\"x\":\"".getBytes(US_ASCII)).getLong(0);

    private static final long NIBBLES = 0x0f0f_0f0f_0f0f_0f0fL;
    private static final long LETTERS = 0x4040_4040_4040_4040L;

    private final ByteBuffer sent;
    private final int sentLength;
    private final int sentId;
    private final int receivedId;
    private final ByteBuffer received;
    private final int receivedLength;
    /** What receivers get before the id, as words of eight bytes. */
    private final long[] prefix;

    /** @param echo whether senders get their own messages */
    MessageShape(String channel, int payloadBytes, boolean echo) {
        String before = "42[\"message\",{\"channel\":\"" + channel + "\",\"eventName\":\"" + EVENT + "\",\"message\":";
        String text = before + payload(payloadBytes) + (echo ? ",\"echo\":true" : "") + "}]";
        sentLength = text.length();
        sent = ByteBuffer.allocate(sentLength + 8).put(text.getBytes(US_ASCII));
        sentId = before.length() + 6;
        String start = "42[\"" + EVENT + "\",{\"channel\":\"" + channel + "\",\"message\":";
        receivedId = start.length() + 6;
        String whole = start + payload(payloadBytes) + "}]";
        received = BareServer.frame(whole);
        receivedLength = whole.length();
        prefix = new long[receivedId / 8];
        ByteBuffer.wrap(whole.getBytes(US_ASCII)).asLongBuffer().get(prefix);
    }

    private static String payload(int bytes) {
        if (bytes < LEAST_PAYLOAD || bytes > MOST_PAYLOAD) {
            throw new IllegalArgumentException(
                    "a payload must have " + LEAST_PAYLOAD + " to " + MOST_PAYLOAD + " bytes, not " + bytes);
        }
        String text = "{\"x\":\"" + "@".repeat(ID);
        int room = bytes - text.length() - 2;
        // From 8 on there is room for a second member; below, the text is just longer.
        return text + (room < 8 ? "x".repeat(room) : "\",\"p\":\"" + "x".repeat(room - 7)) + "\"}";
    }

    /** Bytes that a message takes at most on its way to the server. */
    int room() {
        return sentLength + Frames.HEAD + 8;
    }

    void write(ByteBuffer out, int sender, int number, long due) {
        sent.putLong(sentId, letters(sender));
        sent.putLong(sentId + 8, letters(number));
        sent.putLong(sentId + 16, letters((int) (due >>> 32)));
        sent.putLong(sentId + 24, letters((int) due));
        Frames.write(out, sent, sentLength);
    }

    /** A message as a server sends it, in a frame; good until the next call. */
    ByteBuffer receivedFrame(int sender, int number, long due) {
        ByteBuffer frame = received.clear();
        int length = frame.get(1);
        int id = receivedId + (length < 126 && length >= 0 ? 2 : length == 126 ? 4 : 10);
        frame.putLong(id, letters(sender));
        frame.putLong(id + 8, letters(number));
        frame.putLong(id + 16, letters((int) (due >>> 32)));
        frame.putLong(id + 24, letters((int) due));
        return frame;
    }

    /** @return where sender, number and time stand; -1 if this is no message of ours */
    int find(ByteBuffer in, int at, int length) {
        int usual = at + receivedId;
        if (receivedId + ID <= length && in.getLong(usual - 8) == MARKER) {
            return usual;
        }
        // A server may write its members in another order.
        for (int i = at; i + 8 + ID <= at + length; i++) {
            if (in.getLong(i) == MARKER) {
                return i + 8;
            }
        }
        return -1;
    }

    /**
     * Whether a message is what a server has to make of one of ours: nothing cut off or added, and the event and channel the right ones.
     *
     * @param id what {@link #find} found
     */
    boolean isAsSent(ByteBuffer in, int at, int length, int id) {
        if (length != receivedLength) {
            return false;
        }
        if (id != at + receivedId) {
            return true; // its members are in another order
        }
        for (int i = 0; i < prefix.length; i++) {
            if (in.getLong(at + 8 * i) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    static int sender(ByteBuffer in, int id) {
        return number(in.getLong(id));
    }

    static int number(ByteBuffer in, int id) {
        return number(in.getLong(id + 8));
    }

    static long due(ByteBuffer in, int id) {
        return ((long) number(in.getLong(id + 16)) << 32) | (number(in.getLong(id + 24)) & 0xffff_ffffL);
    }

    private static long letters(int value) {
        return Long.expand(value & 0xffff_ffffL, NIBBLES) | LETTERS;
    }

    private static int number(long letters) {
        return (int) Long.compress(letters, NIBBLES);
    }
}
