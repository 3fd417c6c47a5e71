package dev.parley.socketio;

import java.time.Duration;

/**
 * Settings of the Socket.IO layer.
 *
 * @param engine the layer below
 * @param connectTimeout time a connection may stay without a namespace
 * @param attachmentTimeout time for the attachments of one packet to follow it
 * @param maxNamespaces namespaces one connection may be in
 * @param maxAttachments attachments of one packet
 * @param maxJsonDepth nesting of arrays and objects in a packet
 * @param maxRooms rooms one socket may be in (library rooms; gateways set their own)
 */
public record SocketIoOptions(
        EngineOptions engine,
        Duration connectTimeout,
        Duration attachmentTimeout,
        int maxNamespaces,
        int maxAttachments,
        int maxJsonDepth,
        int maxRooms) {

    /** 45 s to connect, 30 s for attachments, 16 namespaces, 10 attachments, 1,000 rooms. */
    public static SocketIoOptions defaults() {
        return new SocketIoOptions(
                EngineOptions.defaults(), Duration.ofSeconds(45), Duration.ofSeconds(30), 16, 10, 64, 1_000);
    }

    /** The same options on another engine. */
    public SocketIoOptions withEngine(EngineOptions options) {
        return new SocketIoOptions(
                options, connectTimeout, attachmentTimeout, maxNamespaces, maxAttachments, maxJsonDepth, maxRooms);
    }

    /** The same options with another connect timeout. */
    public SocketIoOptions withConnectTimeout(Duration timeout) {
        return new SocketIoOptions(
                engine, timeout, attachmentTimeout, maxNamespaces, maxAttachments, maxJsonDepth, maxRooms);
    }
}
