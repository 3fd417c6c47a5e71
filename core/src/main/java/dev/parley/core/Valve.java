package dev.parley.core;

/** What a {@link Lane} turns when its connection sends faster than the hub works. Called on the shard's loop. */
public interface Valve {

    /** Stop reading from the peer. */
    void pause();

    /** Read from the peer again. */
    void resume();

    /** Close the connection: the peer went far over its credit. Called at most once. */
    void close(CloseReason reason);
}
