package dev.parley.core;

/**
 * Encoded publications of one audience, one after the other, in bytes that all recipients share.
 *
 * <p>Used by one shard: filled, delivered in slices, released. What a recipient still has to write it retains in {@link
 * Outbound#deliver}; the bytes live until the last one let go.
 */
public interface Batch {

    /**
     * Appends the finished bytes of a publication. Publications never share a frame, so any run of whole publications is
     * valid on the wire.
     *
     * @return the batch's size afterwards, in bytes; a format that has no words for this publication appends nothing and
     *     returns the size unchanged
     * @throws RuntimeException if it cannot be encoded; the batch is then as it was before, and this publication is
     *     skipped for the format's subscribers
     */
    int append(Publication publication);

    /** Bytes appended so far. */
    int size();

    /** Gives up the hub's hold on the bytes. Called once, after the last delivery. */
    void release();
}
