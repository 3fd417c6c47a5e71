package dev.parley.socketio;

/** What takes packets to a client at the moment; each has a wire format of its own. */
public enum Carrier {
    /** A WebSocket of Engine.IO 4: binary messages go bare. */
    WEBSOCKET_4,
    /** A WebSocket of Engine.IO 3: binary messages have a leading type byte. */
    WEBSOCKET_3,
    /** HTTP long-polling of either version; packets are framed when a poll is answered. */
    POLLING
}
