package dev.parley.core;

/** Why a subscriber or its connection ends. Transports map it to their own close codes. */
public enum CloseReason {
    /** The client said goodbye. */
    CLIENT("client", "closed by the client", false),
    /** The peer vanished: reset, end of stream, or a failing network. */
    LOST("lost", "the connection was lost", true),
    /** The peer did not answer in time. */
    TIMEOUT("timeout", "no answer in time", true),
    /** The peer does not read as fast as it is written to. */
    SLOW("slow", "too many bytes waiting for this client", true),
    /** The peer sent commands faster than the backpressure allows. */
    FLOOD("flood", "too many commands at once", false),
    /** The peer sent something larger than allowed. */
    TOO_LARGE("too_large", "larger than allowed", false),
    /** The peer broke the protocol. */
    PROTOCOL_ERROR("protocol_error", "not understood", false),
    /** The peer is not allowed to be here, or no longer. */
    DENIED("denied", "not allowed", false),
    /** A back end asked for it ({@link Hub#disconnect}). */
    EXPELLED("expelled", "disconnected by the server", false),
    /** This server is shutting down. */
    GOING_AWAY("going_away", "the server is shutting down", true),
    /** This server failed. */
    INTERNAL_ERROR("internal_error", "the server failed", true);

    private final String code;
    private final String description;
    private final boolean comeBack;

    CloseReason(String code, String description, boolean comeBack) {
        this.code = code;
        this.description = description;
        this.comeBack = comeBack;
    }

    /** A stable word for logs, metrics and protocols; lower case. */
    public String code() {
        return code;
    }

    /** A short English sentence for people; contains nothing of the client's input. */
    public String description() {
        return description;
    }

    /** Whether connecting again unchanged may help. */
    public boolean comeBack() {
        return comeBack;
    }
}
