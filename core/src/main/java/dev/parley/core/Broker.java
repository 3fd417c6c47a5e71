package dev.parley.core;

/**
 * Carries publications to every node that has members of their audience, this one included.
 *
 * <p>Guarantees an implementation gives:
 *
 * <ul>
 *   <li>Publications of one audience reach every node's sink in the order they were handed over, each at most once.
 *   <li>On this node a publication has reached the sink when {@link #publish} returns. The hub needs that: a member
 *       that leaves is told so before it is taken off, and a sender's next command waits until this one was posted.
 *   <li>{@link #publish} does not block.
 * </ul>
 */
public interface Broker {

    /** Where publications come back, on whatever thread; per audience always called in order. */
    @FunctionalInterface
    interface Sink {
        /** Fans a publication out to this node's members. */
        void deliver(Publication publication);
    }

    /** Starts carrying. Called once, before any {@link #publish}. */
    void start(Sink sink);

    /**
     * Hands a publication over. Called on the loop of the audience's home shard.
     *
     * @throws RuntimeException if it cannot be carried; the sender is then told, and nobody gets it
     */
    void publish(Publication publication);

    /** Stops carrying. Nothing reaches the sink after it returns. */
    void close();

    /** The broker of a single node: straight to the sink, on the caller's thread. */
    static Broker embedded() {
        return new EmbeddedBroker();
    }
}
