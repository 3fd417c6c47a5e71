package dev.parley.socketio;

/** Decides who may enter a namespace. */
@FunctionalInterface
public interface NamespaceHandler {

    /**
     * A client asks to enter. Call {@link ConnectRequest#accept} or {@link ConnectRequest#refuse} once, now or later, on the shard of
     * the connection.
     */
    void connect(ConnectRequest request);
}
