package dev.parley.client;

/** A way to carry packets to the server. */
public enum TransportKind {
    /** One WebSocket. */
    WEBSOCKET,
    /** HTTP long-polling, for networks that let no WebSocket through. */
    POLLING
}
