package dev.parley.server.config;

import java.time.Duration;

/**
 * The Socket.IO endpoint.
 *
 * @param maxPayload bytes; the {@code maxPayload} of the handshake
 */
public record SocketIo(
        @Setting(doc = "The time between two heartbeats of a connection.", def = "25s", min = "100ms", max = "10m")
        Duration pingInterval,

        @Setting(
                doc = "How long a peer may take to answer a heartbeat. A vanished peer is noticed at the latest after"
                        + " `pingInterval` and this.",
                def = "20s",
                min = "100ms",
                max = "10m")
        Duration pingTimeout,

        @Setting(
                doc = "How long a connection may stay without joining a namespace.",
                def = "45s",
                min = "100ms",
                max = "10m")
        Duration connectTimeout,

        @Setting(
                doc = "How long the change from polling to WebSocket may take.",
                def = "10s",
                min = "100ms",
                max = "10m")
        Duration upgradeTimeout,

        @Setting(
                doc = "The largest message a client may send, with its attachments. A larger frame closes the"
                        + " connection with 1009, a larger poll is answered with 413, and too many attachment bytes"
                        + " end the connection as a protocol error.",
                def = "1000000",
                unit = Setting.Unit.BYTES,
                min = "1KiB",
                max = "100MB")
        int maxPayload,

        @Setting(doc = "How many namespaces one connection may join.", def = "16", min = "1", max = "1000")
        int maxNamespaces,

        @Setting(doc = "How many binary attachments one packet may have.", def = "10", min = "0", max = "1000")
        int maxAttachments,

        @Setting(doc = "Serve clients of the older protocol (Socket.IO 2, Engine.IO 3) too.", def = "true")
        boolean allowEio3) {}
