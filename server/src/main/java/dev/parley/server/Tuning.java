package dev.parley.server;

import dev.parley.core.HubOptions;
import dev.parley.server.config.Config;
import dev.parley.server.config.Limits;
import dev.parley.server.config.SocketIo;
import dev.parley.server.identity.Rates;
import dev.parley.server.ops.ClientAddress;
import dev.parley.socketio.EngineOptions;
import dev.parley.socketio.SocketIoOptions;
import dev.parley.transport.ListenerOptions;
import dev.parley.transport.WebSocketLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The settings as the parts of the server take them. */
record Tuning(Config config) {

    private static final Duration MIN_IDLE = Duration.ofSeconds(75);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    /** Of a message of skapi-js: a token of up to 8 KiB, a group's name, a notification, each perhaps with escapes. */
    private static final int SKAPI_ENVELOPE = 64 << 10;

    private static final int PACKETS_PER_POLL = 1_000;
    /** What had been read when reading paused may be this many times the credit. */
    private static final int FLOOD_FACTOR = 16;

    ListenerOptions listener(ClientAddress addresses) {
        Limits limits = config.limits();
        return new ListenerOptions(
                config.listen().host(),
                config.listen().port(),
                config.listen().backlog(),
                config.listen().reusePort(),
                config.listen().eventLoops(),
                tls(),
                new ListenerOptions.HttpLimits(
                        limits.headerTimeout(),
                        limits.bodyTimeout(),
                        limits.bodyMinRate(),
                        idle(),
                        limits.tlsHandshakeTimeout(),
                        limits.maxUriBytes(),
                        limits.maxHeaderBytes()),
                limits.maxConnections(),
                limits.maxConnectionsPerIp(),
                addresses::isTrusted);
    }

    /** A long poll waits for up to a ping; it must not be taken for an idle connection. */
    private Duration idle() {
        Duration poll = config.socketio().pingInterval().plus(config.socketio().pingTimeout());
        return poll.compareTo(MIN_IDLE) > 0 ? poll : MIN_IDLE;
    }

    private ListenerOptions.@Nullable Tls tls() {
        var tls = config.listen().tls();
        return tls == null ? null : new ListenerOptions.Tls(tls.certificate(), tls.key(), tls.reloadInterval());
    }

    HubOptions hub() {
        Limits limits = config.limits();
        HubOptions.Credit credit = new HubOptions.Credit(
                limits.commandCredit(),
                limits.byteCredit(),
                limits.commandCredit() * FLOOD_FACTOR,
                4L * Math.max(limits.byteCredit(), largestMessage()));
        return HubOptions.defaults().withCredit(credit);
    }

    SocketIoOptions socketIo() {
        SocketIo settings = config.socketio();
        SocketIoOptions defaults = SocketIoOptions.defaults();
        return new SocketIoOptions(
                engine(),
                settings.connectTimeout(),
                config.limits().fragmentTimeout(),
                settings.maxNamespaces(),
                settings.maxAttachments(),
                config.limits().maxJsonDepth(),
                defaults.maxRooms());
    }

    private EngineOptions engine() {
        SocketIo settings = config.socketio();
        Limits limits = config.limits();
        return new EngineOptions(
                settings.pingInterval(),
                settings.pingTimeout(),
                settings.upgradeTimeout(),
                settings.maxPayload(),
                PACKETS_PER_POLL,
                settings.allowEio3(),
                Rates.of(limits.publishRate()),
                new EngineOptions.PerAddress(limits.pendingHandshakesPerIp(), limits.pendingPollsPerIp()),
                webSocket());
    }

    private int largestMessage() {
        return Math.max(config.socketio().maxPayload(), config.skapi().maxMessage());
    }

    private WebSocketLimits webSocket() {
        return webSocket(config.socketio().maxPayload());
    }

    /** What skapi-js may send over a WebSocket. */
    WebSocketLimits skapi() {
        return webSocket(config.skapi().maxMessage() + SKAPI_ENVELOPE);
    }

    private WebSocketLimits webSocket(int maxPayload) {
        Limits limits = config.limits();
        return new WebSocketLimits(
                maxPayload,
                limits.maxFragments(),
                limits.fragmentTimeout(),
                Math.max(limits.outboundBytes(), 4L * maxPayload),
                limits.outboundAge(),
                CLOSE);
    }
}
