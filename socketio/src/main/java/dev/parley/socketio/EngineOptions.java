package dev.parley.socketio;

import dev.parley.transport.Rate;
import dev.parley.transport.WebSocketLimits;
import java.time.Duration;

/**
 * Settings of the Engine.IO layer.
 *
 * @param pingInterval time between two heartbeats
 * @param pingTimeout time the peer has to answer one (version 4), or to send the next one beyond the interval (version 3)
 * @param upgradeTimeout time from a WebSocket's arrival at a polling connection to its completed upgrade
 * @param maxPayload bytes of one message, and of one polling request body
 * @param maxPacketsPerPayload packets in one polling request body
 * @param allowVersion3 whether Engine.IO 3 clients (Socket.IO 2) are served
 * @param rate what one connection may send before it is slowed down
 * @param perAddress what the connections of one address may do together
 * @param webSocket limits of the WebSockets
 */
public record EngineOptions(
        Duration pingInterval,
        Duration pingTimeout,
        Duration upgradeTimeout,
        int maxPayload,
        int maxPacketsPerPayload,
        boolean allowVersion3,
        Rate rate,
        PerAddress perAddress,
        WebSocketLimits webSocket) {

    /**
     * Bounds over all connections of one client address.
     *
     * @param maxIdle connections that have not entered a namespace
     * @param maxPolling connections on long-polling
     */
    public record PerAddress(int maxIdle, int maxPolling) {

        /** 5,000 of each. */
        public static PerAddress defaults() {
            return new PerAddress(5_000, 5_000);
        }
    }

    /** The reference server's defaults: ping every 25 s, 20 s to answer, 1,000,000 bytes. */
    public static EngineOptions defaults() {
        return new EngineOptions(
                Duration.ofSeconds(25),
                Duration.ofSeconds(20),
                Duration.ofSeconds(10),
                1_000_000,
                1_000,
                true,
                Rate.defaults(),
                PerAddress.defaults(),
                WebSocketLimits.defaults());
    }

    /** The same options with another heartbeat. */
    public EngineOptions withPing(Duration interval, Duration timeout) {
        return new EngineOptions(
                interval,
                timeout,
                upgradeTimeout,
                maxPayload,
                maxPacketsPerPayload,
                allowVersion3,
                rate,
                perAddress,
                webSocket);
    }

    /** The same options with another largest message; the WebSocket limits follow. */
    public EngineOptions withMaxPayload(int bytes) {
        return new EngineOptions(
                pingInterval,
                pingTimeout,
                upgradeTimeout,
                bytes,
                maxPacketsPerPayload,
                allowVersion3,
                rate,
                perAddress,
                WebSocketLimits.ofMaxMessage(bytes));
    }

    /** The same options with another rate. */
    public EngineOptions withRate(Rate limit) {
        return new EngineOptions(
                pingInterval,
                pingTimeout,
                upgradeTimeout,
                maxPayload,
                maxPacketsPerPayload,
                allowVersion3,
                limit,
                perAddress,
                webSocket);
    }
}
