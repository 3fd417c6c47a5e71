package dev.parley.socketio;

import dev.parley.core.CloseReason;

/** Why an Engine.IO connection ended; {@link #text()} is the reference server's wording. */
public enum EngineClose {
    TRANSPORT_CLOSE("transport close", CloseReason.LOST),
    TRANSPORT_ERROR("transport error", CloseReason.PROTOCOL_ERROR),
    PING_TIMEOUT("ping timeout", CloseReason.TIMEOUT),
    PARSE_ERROR("parse error", CloseReason.PROTOCOL_ERROR),
    FORCED_CLOSE("forced close", CloseReason.DENIED),
    SLOW("too slow", CloseReason.SLOW),
    GOING_AWAY("server restarts", CloseReason.GOING_AWAY),
    /** Nobody can say now whether the client may enter; it shall come back. */
    UNAVAILABLE("unavailable", CloseReason.GOING_AWAY);

    private final String text;

    private final CloseReason reason;

    EngineClose(String text, CloseReason reason) {
        this.text = text;
        this.reason = reason;
    }

    /** The reason in the hub's words. */
    CloseReason reason() {
        return reason;
    }

    /** The reason in words. */
    public String text() {
        return text;
    }
}
