package dev.parley.bench.peer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a client of the bench sends, read with the least work that can be done: the members of the objects stand in the order in which the load generator writes
 * them, and nothing is parsed that is not needed. One packet is read at a time; the object is used again for the next one and belongs to one thread.
 */
final class Packet {

    /** What the bytes are; {@code IGNORED} is an answer to a ping, and all else that asks for nothing. */
    enum Kind {
        CONNECT,
        JOIN,
        LEAVE,
        MESSAGE,
        IGNORED
    }

    private static final byte[] JOIN = bytes("[\"join\",{\"channel\":\"");
    private static final byte[] LEAVE = bytes("[\"leave\",{\"channel\":\"");
    private static final byte[] MESSAGE = bytes("[\"message\",{\"channel\":\"");
    private static final byte[] EVENT_NAME = bytes("\",\"eventName\":\"");
    private static final byte[] CONTENT = bytes("\",\"message\":");
    private static final byte[] ECHO = bytes(",\"echo\":true}]");
    private static final byte[] NO_ECHO = bytes(",\"echo\":false}]");
    private static final byte[] END = bytes("}]");

    private byte[] data = new byte[0];
    private int limit;
    private int ackFrom;
    private int ackTo;
    private int channelFrom;
    private int channelTo;
    private int nameFrom;
    private int nameTo;
    private int contentFrom;
    private int contentTo;
    private boolean echo;

    /** @throws IllegalArgumentException if an event is not written as the load generator writes it */
    Kind read(byte[] bytes, int from, int to) {
        data = bytes;
        limit = to;
        if (to - from < 2 || bytes[from] != '4') {
            return Kind.IGNORED;
        }
        if (bytes[from + 1] == '0') {
            return Kind.CONNECT;
        }
        return bytes[from + 1] == '2' ? event(from + 2) : Kind.IGNORED;
    }

    private Kind event(int from) {
        ackFrom = from;
        int at = from;
        while (at < limit && data[at] != '[') {
            at++;
        }
        ackTo = at;
        if (starts(at, MESSAGE)) {
            message(at + MESSAGE.length);
            return Kind.MESSAGE;
        }
        if (starts(at, JOIN)) {
            channel(at + JOIN.length);
            return Kind.JOIN;
        }
        if (starts(at, LEAVE)) {
            channel(at + LEAVE.length);
            return Kind.LEAVE;
        }
        return Kind.IGNORED;
    }

    private void channel(int from) {
        channelFrom = from;
        channelTo = quote(from);
    }

    private void message(int from) {
        channel(from);
        nameFrom = after(channelTo, EVENT_NAME);
        nameTo = quote(nameFrom);
        contentFrom = after(nameTo, CONTENT);
        echo = !ends(NO_ECHO);
        contentTo = limit - (!echo ? NO_ECHO.length : ends(ECHO) ? ECHO.length : END.length);
        if (contentTo <= contentFrom || !ends(END)) {
            throw unexpected();
        }
    }

    private int quote(int from) {
        for (int at = from; at < limit; at++) {
            if (data[at] == '"') {
                return at;
            }
        }
        throw unexpected();
    }

    private int after(int at, byte[] expected) {
        if (!starts(at, expected)) {
            throw unexpected();
        }
        return at + expected.length;
    }

    private boolean starts(int at, byte[] expected) {
        return at + expected.length <= limit
                && Arrays.equals(data, at, at + expected.length, expected, 0, expected.length);
    }

    private boolean ends(byte[] expected) {
        return starts(Math.max(limit - expected.length, 0), expected);
    }

    private static IllegalArgumentException unexpected() {
        return new IllegalArgumentException("an event that is not written as the bench writes it");
    }

    String channel() {
        return new String(data, channelFrom, channelTo - channelFrom, StandardCharsets.UTF_8);
    }

    /** Whether the sender is told its own message. */
    boolean echo() {
        return echo;
    }

    /** The packet that acknowledges this one, or nothing if no answer is wanted. */
    byte[] ack() {
        if (ackFrom == ackTo) {
            return new byte[0];
        }
        byte[] id = Arrays.copyOfRange(data, ackFrom, ackTo);
        return Out.join(bytes("43"), id, bytes("[]"));
    }

    /** How long {@link #event} will be. */
    int eventLength() {
        return Out.EVENT.length
                + (nameTo - nameFrom)
                + Out.CHANNEL.length
                + (channelTo - channelFrom)
                + Out.MESSAGE.length
                + (contentTo - contentFrom)
                + Out.END.length;
    }

    /** Writes what the members get, without a frame around it. */
    void event(Out.Sink sink) {
        sink.put(Out.EVENT, 0, Out.EVENT.length);
        sink.put(data, nameFrom, nameTo - nameFrom);
        sink.put(Out.CHANNEL, 0, Out.CHANNEL.length);
        sink.put(data, channelFrom, channelTo - channelFrom);
        sink.put(Out.MESSAGE, 0, Out.MESSAGE.length);
        sink.put(data, contentFrom, contentTo - contentFrom);
        sink.put(Out.END, 0, Out.END.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
