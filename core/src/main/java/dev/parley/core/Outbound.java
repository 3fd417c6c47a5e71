package dev.parley.core;

/**
 * The way to one subscriber's peer: a queue of bytes with a limit. All methods are called on the shard's loop.
 *
 * <p>An outbound that takes something to write calls {@link Shard#flushLater} unless it is already marked as dirty; the
 * shard then flushes it once at the end of the tick. It decides itself when the peer is too slow, closes itself and
 * tells its owner, which closes the {@link Subscriber}; it may do so from inside {@link #deliver}.
 */
public interface Outbound {

    /**
     * Queues bytes {@code from} (inclusive) to {@code to} (exclusive) of {@code batch}, retaining what it needs. Does not
     * flush and does not block. After a close it does nothing.
     */
    void deliver(Batch batch, int from, int to);

    /**
     * The same for bytes after which nothing more comes in this tick: an outbound with nothing queued may write them at once
     * instead of being flushed.
     */
    default void deliverLast(Batch batch, int from, int to) {
        deliver(batch, from, to);
    }

    /** Clears its dirty mark and writes what is queued. */
    void flush();

    /**
     * Closes the peer. Further calls do nothing. The hub calls it only when {@link #deliver} or {@link
     * #flush} threw, and where a {@link SubscriberSpec} has no other farewell.
     */
    void close(CloseReason reason);

    /** Whether bytes handed over now have a chance to arrive. */
    boolean isOpen();
}
