package dev.parley.transport;

/** What a WebSocket tells its owner; all calls come on the connection's shard. */
public interface WebSocketEvents {

    /** A complete text message, checked to be UTF-8. The array is the callee's to keep. */
    void text(byte[] utf8);

    /** A complete binary message. The array is the callee's to keep. */
    void binary(byte[] bytes);

    /** The connection is gone, exactly once; nothing may be written any more. */
    void closed(WebSocketClose close);

    /** The process is going away: end this connection so that its client comes back. The default closes with 1001. */
    default void drain(WebSocketConnection connection) {
        connection.close(WebSocketClose.GOING_AWAY, "server restarts");
    }
}
