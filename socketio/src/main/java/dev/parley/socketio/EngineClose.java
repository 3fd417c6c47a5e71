package dev.parley.socketio;

/** Why an Engine.IO connection ended; {@link #text()} is the reference server's wording. */
public enum EngineClose {
    TRANSPORT_CLOSE("transport close"),
    TRANSPORT_ERROR("transport error"),
    PING_TIMEOUT("ping timeout"),
    PARSE_ERROR("parse error"),
    FORCED_CLOSE("forced close"),
    SLOW("too slow"),
    GOING_AWAY("server restarts");

    private final String text;

    EngineClose(String text) {
        this.text = text;
    }

    /** The reason in words. */
    public String text() {
        return text;
    }
}
