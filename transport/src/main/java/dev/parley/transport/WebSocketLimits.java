package dev.parley.transport;

import java.time.Duration;

/**
 * What one WebSocket may send and leave unread.
 *
 * @param maxMessage bytes of a message, in one frame or reassembled; more closes with 1009
 * @param maxFragments frames one message may come in; more closes with 1008
 * @param fragmentTimeout time for all fragments of a message
 * @param maxPending bytes that may wait for a reader; over it the connection is closed as slow, but an empty queue takes one message
 * @param maxAge age of the oldest waiting byte
 * @param closeTimeout time the peer has to answer a close frame
 */
public record WebSocketLimits(
        int maxMessage,
        int maxFragments,
        Duration fragmentTimeout,
        long maxPending,
        Duration maxAge,
        Duration closeTimeout) {

    /** 1,000,000 byte messages in at most 1,024 fragments within 30 s; 4 MB pending for at most 10 s; 5 s for the close. */
    public static WebSocketLimits defaults() {
        return ofMaxMessage(1_000_000);
    }

    /** The defaults for another size of message. */
    public static WebSocketLimits ofMaxMessage(int maxMessage) {
        return new WebSocketLimits(
                maxMessage,
                1024,
                Duration.ofSeconds(30),
                Math.max(1 << 20, 4L * maxMessage),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5));
    }
}
