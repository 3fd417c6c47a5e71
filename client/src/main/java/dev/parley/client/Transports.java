package dev.parley.client;

/** Makes transports. */
final class Transports {

    private Transports() {}

    /** A transport that is not open yet. */
    static Transport create(TransportKind kind, TransportTarget target, TransportEvents events) {
        return switch (kind) {
            case WEBSOCKET -> new WebSocketTransport(target, events);
            case POLLING -> new PollingTransport(target, events);
        };
    }
}
