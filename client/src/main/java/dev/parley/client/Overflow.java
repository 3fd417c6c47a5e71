package dev.parley.client;

/**
 * What happens to a message when the buffer of what is not sent yet is full. A caller that is faster than the client, so that twice as much is on its way to the
 * buffer, is refused in any case.
 */
public enum Overflow {
    /** The new message is not taken: its future fails with {@link NotSentException}, and {@link RealtimeClient#onError} is told once until there is room again. */
    FAIL,
    /** The new message is not taken: its future fails with {@link NotSentException}. */
    DROP_NEWEST,
    /** The oldest messages make room: their futures fail with {@link NotSentException}. Joins, leaves and updates are not dropped. */
    DROP_OLDEST
}
