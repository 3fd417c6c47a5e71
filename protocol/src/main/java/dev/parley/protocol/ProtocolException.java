package dev.parley.protocol;

/**
 * Bytes from a peer break the protocol or a limit. The usual answer is to close the connection they came on.
 *
 * <p>The message is a fixed text that never contains input, so it may be logged and sent. There is no stack trace: a
 * peer can cause these at will, and the place in our code says nothing about it.
 */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of rule was broken. */
    public enum Reason {
        /** The bytes do not follow the protocol: framing, JSON, UTF-8, numbering of attachments. */
        MALFORMED,
        /** More bytes than allowed in one packet, attachments included. */
        TOO_LARGE,
        /** JSON is nested deeper, or a number is longer, than {@link JsonLimits} allow. */
        TOO_COMPLEX,
        /** A packet announces more attachments than allowed. */
        TOO_MANY_ATTACHMENTS,
        /** A polling body holds more packets than allowed. */
        TOO_MANY_PACKETS,
        /** An event has a name that the Socket.IO libraries keep for themselves, see {@link ReservedEvents}. */
        RESERVED_EVENT
    }

    private final Reason reason;

    ProtocolException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    static ProtocolException malformed(String message) {
        return new ProtocolException(Reason.MALFORMED, message);
    }

    /** The kind of rule that was broken. */
    public Reason reason() {
        return reason;
    }
}
