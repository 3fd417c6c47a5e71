package dev.parley.server.config;

import java.time.Duration;

/**
 * What one peer may cost.
 *
 * @param bodyMinRate bytes per second
 * @param maxHeaderBytes bytes of all header fields of a request together
 * @param outboundBytes bytes; the effective cap is the larger of this and four times the largest allowed payload
 * @param byteCredit bytes
 * @param restBodyBytes bytes
 */
public record Limits(
        @Setting(
                doc = "A request's line and headers must be complete within this time.",
                def = "10s",
                min = "100ms",
                max = "10m")
        Duration headerTimeout,

        @Setting(
                doc = "A request's body must be complete within this time, unless it keeps up"
                        + " `limits.bodyMinRate`.",
                def = "15s",
                min = "100ms",
                max = "1h")
        Duration bodyTimeout,

        @Setting(
                doc = "Bytes per second below which a request's body counts as stalled.",
                def = "1KiB",
                unit = Setting.Unit.BYTES,
                min = "0",
                max = "100MB")
        int bodyMinRate,

        @Setting(
                doc = "The largest size of a request's line.",
                def = "4KiB",
                unit = Setting.Unit.BYTES,
                min = "256",
                max = "1MiB")
        int maxUriBytes,

        @Setting(
                doc = "The largest size of a request's headers together.",
                def = "8KiB",
                unit = Setting.Unit.BYTES,
                min = "1KiB",
                max = "1MiB")
        int maxHeaderBytes,

        @Setting(doc = "A TLS handshake must be complete within this time.", def = "10s", min = "100ms", max = "10m")
        Duration tlsHandshakeTimeout,

        @Setting(doc = "How many connections the server holds at once.", def = "100000", min = "1", max = "10000000")
        int maxConnections,

        @Setting(
                doc = "How many connections one address may hold at once. Behind a proxy this needs"
                        + " `listen.trustedProxies`, or all clients count as one.",
                def = "20000",
                min = "1",
                max = "10000000")
        int maxConnectionsPerIp,

        @Setting(
                doc = "How many connections of one address may be without a joined namespace at once.",
                def = "5000",
                min = "1",
                max = "10000000")
        int pendingHandshakesPerIp,

        @Setting(
                doc = "How many connections of one address may be on long-polling at once.",
                def = "5000",
                min = "1",
                max = "10000000")
        int pendingPollsPerIp,

        @Setting(
                doc = "How many frames one WebSocket message may be cut into.",
                def = "1024",
                min = "1",
                max = "1000000")
        int maxFragments,

        @Setting(
                doc = "A message that comes in fragments, or with attachments, must be complete within this time.",
                def = "30s",
                min = "100ms",
                max = "10m")
        Duration fragmentTimeout,

        @Setting(doc = "How deeply objects and arrays may be nested in a payload.", def = "64", min = "4", max = "1000")
        int maxJsonDepth,

        @Setting(
                doc = "Bytes that may wait for one slow receiver. Above it, or above four times the largest allowed"
                        + " payload if that is more, it is disconnected.",
                def = "1MiB",
                unit = Setting.Unit.BYTES,
                min = "16KiB",
                max = "1GiB")
        int outboundBytes,

        @Setting(
                doc = "How long a message may wait for a slow receiver before it is disconnected.",
                def = "10s",
                min = "100ms",
                max = "10m")
        Duration outboundAge,

        @Setting(
                doc = "Commands of one connection that may be under way; at the limit the server stops reading from"
                        + " it until some are done.",
                def = "256",
                min = "1",
                max = "1000000")
        int commandCredit,

        @Setting(
                doc = "Bytes of one connection's commands that may be under way; at the limit the server stops reading"
                        + " from it until some are done.",
                def = "1MiB",
                unit = Setting.Unit.BYTES,
                min = "16KiB",
                max = "1GiB")
        int byteCredit,

        @Setting(
                doc =
                        "How fast one connection may publish. Above the rate the server reads from it more slowly; nothing is lost.")
        PublishRate publishRate,

        @Setting(
                doc = "The largest body of a REST request.",
                def = "1MiB",
                unit = Setting.Unit.BYTES,
                min = "1KiB",
                max = "100MB")
        int restBodyBytes,

        @Setting(
                doc =
                        "How many messages that an app's back ends publish by REST may be under way at once; more are refused"
                                + " with 429.",
                def = "1000",
                min = "100",
                max = "1000000")
        int restPublishes) {}
