package dev.parley.socketio;

import dev.parley.core.CloseReason;
import dev.parley.protocol.EngineCodec;
import dev.parley.protocol.ProtocolException;
import dev.parley.transport.WebSocketClose;
import dev.parley.transport.WebSocketConnection;
import dev.parley.transport.WebSocketEvents;

/** Takes WebSocket messages to an {@link EngineSocket}. */
final class WebSocketTransport implements WebSocketEvents {

    private final EngineSocket socket;

    WebSocketTransport(EngineSocket socket) {
        this.socket = socket;
    }

    @Override
    public void text(byte[] utf8) {
        try {
            socket.received(EngineCodec.decodeText(socket.version(), utf8, 0, utf8.length));
        } catch (ProtocolException e) {
            socket.close(EngineClose.PARSE_ERROR);
        }
    }

    @Override
    public void binary(byte[] bytes) {
        try {
            socket.received(EngineCodec.decodeBinary(socket.version(), bytes, 0, bytes.length));
        } catch (ProtocolException e) {
            socket.close(EngineClose.PARSE_ERROR);
        }
    }

    @Override
    public void closed(WebSocketClose close) {
        if (close.byPeer()) {
            socket.ended(EngineClose.TRANSPORT_CLOSE);
        } else if (close.reason().equals(CloseReason.SLOW.description())) {
            socket.ended(EngineClose.SLOW);
        } else {
            socket.ended(EngineClose.TRANSPORT_ERROR);
        }
    }

    @Override
    public void drain(WebSocketConnection draining) {
        socket.goAway();
    }
}
