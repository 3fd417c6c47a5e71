package dev.parley.socketio;

import dev.parley.protocol.EventArguments;
import org.jspecify.annotations.Nullable;

/**
 * What a client does in one namespace. Called on the shard of its connection, never concurrently; an exception costs that one
 * event and is logged.
 */
public interface SocketEvents {

    /** The client is in; it has been told so. */
    default void connected(Socket socket) {}

    /**
     * The client sent an event.
     *
     * @param ack how to acknowledge it, or null if the client did not ask
     */
    void event(Socket socket, EventArguments event, @Nullable Ack ack);

    /** The client left the namespace or its connection ended; nothing more can be sent to it. */
    default void disconnected(Socket socket, String reason) {}
}
