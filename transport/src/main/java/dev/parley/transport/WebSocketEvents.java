package dev.parley.transport;

import java.util.concurrent.ThreadLocalRandom;

/** What a WebSocket tells its owner; all calls come on the connection's shard. */
public interface WebSocketEvents {

    /** A complete text message, checked to be UTF-8. The array is the callee's to keep. */
    void text(byte[] utf8);

    /** A complete binary message. The array is the callee's to keep. */
    void binary(byte[] bytes);

    /** The connection is gone, exactly once; nothing may be written any more. */
    void closed(WebSocketClose close);

    /** The peer answered a ping. */
    default void pong() {}

    /**
     * After how many milliseconds, fewer than {@code window}, {@link #drain} is called. By default at random: a herd that comes back at
     * once would meet the replacement before it is warm.
     */
    default long drainAfter(long window) {
        return ThreadLocalRandom.current().nextLong(window);
    }

    /** The process is going away: end this connection so that its client comes back. The default closes with 1001. */
    default void drain(WebSocketConnection connection) {
        connection.close(WebSocketClose.GOING_AWAY, "server restarts");
    }
}
