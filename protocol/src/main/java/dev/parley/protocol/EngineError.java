package dev.parley.protocol;

/** Answers to HTTP requests that are no valid part of an Engine.IO session. Clients know the codes and texts. */
public enum EngineError {
    /** The query parameter {@code transport} names none we serve. */
    UNKNOWN_TRANSPORT(0, "Transport unknown"),
    /** No session has this id: it ended, or it never was. */
    UNKNOWN_SID(1, "Session ID unknown"),
    /** A session begins with a GET. */
    BAD_HANDSHAKE_METHOD(2, "Bad handshake method"),
    /** The request does not fit the session, for instance its transport. */
    BAD_REQUEST(3, "Bad request"),
    /** The request is understood and refused. */
    FORBIDDEN(4, "Forbidden"),
    /** The query parameter {@code EIO} names no revision we serve. */
    UNSUPPORTED_PROTOCOL_VERSION(5, "Unsupported protocol version");

    private final int code;
    private final String message;

    EngineError(int code, String message) {
        this.code = code;
        this.message = message;
    }

    /** The number in the body. */
    public int code() {
        return code;
    }

    /** The text in the body. */
    public String message() {
        return message;
    }

    /** The HTTP status: 403 for {@link #FORBIDDEN}, 400 for all others. */
    public int status() {
        return this == FORBIDDEN ? 403 : 400;
    }

    /** The body, of type {@code application/json}. */
    public String json() {
        return "{\"code\":" + code + ",\"message\":\"" + message + "\"}";
    }
}
