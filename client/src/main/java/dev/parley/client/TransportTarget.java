package dev.parley.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Where a transport connects to, and what it connects with.
 *
 * @param http carries everything; its proxy, TLS and redirect settings apply
 * @param webSocket URL of the WebSocket, with its query
 * @param polling URL of long-polling, with its query
 * @param timeout how long one handshake, and one POST, may take
 * @param maxMessageBytes most bytes of one message that comes
 * @param lane where the transport's methods are called, and its timers run
 * @param timers time
 */
record TransportTarget(
        HttpClient http,
        URI webSocket,
        URI polling,
        Duration timeout,
        int maxMessageBytes,
        Executor lane,
        Timers timers) {}
