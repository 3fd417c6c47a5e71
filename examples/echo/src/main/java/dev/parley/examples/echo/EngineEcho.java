package dev.parley.examples.echo;

import dev.parley.socketio.EngineClose;
import dev.parley.socketio.EngineEvents;
import dev.parley.socketio.EngineSocket;
import java.util.Arrays;

/** Sends every message back on its connection. */
final class EngineEcho implements EngineEvents {

    private final EngineSocket socket;

    EngineEcho(EngineSocket socket) {
        this.socket = socket;
        socket.settled();
    }

    @Override
    public void text(byte[] data, int from, int to) {
        socket.sendText(Arrays.copyOfRange(data, from, to));
    }

    @Override
    public void binary(byte[] data) {
        socket.sendBinary(data);
    }

    @Override
    public void closed(EngineClose reason) {
        // nothing is kept for a connection
    }
}
