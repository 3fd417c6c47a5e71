package dev.parley.socketio;

import dev.parley.protocol.Payload;

/** The one answer a client waits for. Call at most once, on the shard; later calls do nothing. */
public final class Ack {

    private final Socket socket;
    private final long id;
    private boolean sent;

    Ack(Socket socket, long id) {
        this.socket = socket;
        this.id = id;
    }

    /** @param arguments JSON values separated by commas, as {@link dev.parley.protocol.EventArguments#all()} gives them; may be empty */
    public void send(Payload arguments) {
        if (!sent) {
            sent = true;
            socket.acknowledge(id, arguments);
        }
    }
}
