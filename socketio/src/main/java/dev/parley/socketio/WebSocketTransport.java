package dev.parley.socketio;

import dev.parley.protocol.EngineCodec;
import dev.parley.protocol.ProtocolException;
import dev.parley.transport.WebSocketClose;
import dev.parley.transport.WebSocketConnection;
import dev.parley.transport.WebSocketEvents;

/** Takes WebSocket messages to an {@link EngineSocket}. */
final class WebSocketTransport implements WebSocketEvents {

    private final EngineSocket socket;
    private final WebSocketConnection connection;

    WebSocketTransport(EngineSocket socket, WebSocketConnection connection) {
        this.socket = socket;
        this.connection = connection;
    }

    @Override
    public void text(byte[] utf8) {
        try {
            socket.received(EngineCodec.decodeText(socket.version(), utf8, 0, utf8.length));
        } catch (ProtocolException e) {
            connection.close(WebSocketClose.PROTOCOL_ERROR, "not an Engine.IO packet");
            socket.close(EngineClose.PARSE_ERROR);
        }
    }

    @Override
    public void binary(byte[] bytes) {
        try {
            socket.received(EngineCodec.decodeBinary(socket.version(), bytes, 0, bytes.length));
        } catch (ProtocolException e) {
            connection.close(WebSocketClose.PROTOCOL_ERROR, "not an Engine.IO packet");
            socket.close(EngineClose.PARSE_ERROR);
        }
    }

    @Override
    public void closed(WebSocketClose close) {
        socket.ended(
                close.code() == WebSocketClose.POLICY && !close.byPeer()
                        ? EngineClose.SLOW
                        : EngineClose.TRANSPORT_CLOSE);
    }

    @Override
    public void drain(WebSocketConnection draining) {
        socket.close(EngineClose.GOING_AWAY);
    }
}
