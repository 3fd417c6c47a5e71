package dev.parley.e2e;

import io.socket.client.IO;

/** Which way a client takes. */
enum Transports {
    POLLING,
    WEBSOCKET,
    /** Polling first and then the change to WebSocket, as clients do by themselves. */
    UPGRADE;

    void choose(IO.Options options) {
        options.transports = switch (this) {
            case POLLING -> new String[] {"polling"};
            case WEBSOCKET -> new String[] {"websocket"};
            case UPGRADE -> new String[] {"polling", "websocket"};
        };
    }
}
