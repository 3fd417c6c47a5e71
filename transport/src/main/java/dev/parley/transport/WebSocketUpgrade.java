package dev.parley.transport;

import dev.parley.core.Shard;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a WebSocket over from the HTTP server: answers the handshake (RFC 6455 section 4.2), removes everything of HTTP from the
 * pipeline and puts {@link FrameReader} in its place, so that an idle connection keeps no HTTP objects alive and a frame
 * passes no layer it does not need.
 *
 * <p>Thread rule: {@link #accept} is called on the event loop of the request, inside its handler.
 */
public final class WebSocketUpgrade {

    private static final Logger log = LoggerFactory.getLogger(WebSocketUpgrade.class);
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ConnectionRegistry registry;
    private final IdentityHashMap<Shard, EventLoop> eventLoops;

    WebSocketUpgrade(ConnectionRegistry registry, IdentityHashMap<Shard, EventLoop> eventLoops) {
        this.registry = registry;
        this.eventLoops = eventLoops;
    }

    /** Whether the request asks for a WebSocket at all. */
    public static boolean isRequested(HttpServerRequest request) {
        String upgrade = request.getHeader(HttpHeaders.UPGRADE);
        return upgrade != null && upgrade.equalsIgnoreCase("websocket");
    }

    /**
     * Why the handshake cannot be accepted, or null if it can.
     *
     * @return an HTTP status (400 malformed, 426 unsupported version) with a text for the client
     */
    public static @Nullable Refusal check(HttpServerRequest request) {
        String connection = request.getHeader(HttpHeaders.CONNECTION);
        String key = request.getHeader("Sec-WebSocket-Key");
        if (request.method() != HttpMethod.GET || !isRequested(request)) {
            return new Refusal(400, "not a WebSocket handshake");
        }
        if (connection == null || !containsToken(connection, "upgrade")) {
            return new Refusal(400, "the Connection header must contain Upgrade");
        }
        if (!"13".equals(request.getHeader("Sec-WebSocket-Version"))) {
            return new Refusal(426, "only WebSocket version 13 is spoken here");
        }
        if (key == null || !isKey(key)) {
            return new Refusal(400, "Sec-WebSocket-Key must be 16 bytes in base64");
        }
        return null;
    }

    /**
     * A handshake that is not accepted.
     *
     * @param status HTTP status
     * @param message what is wrong with the request
     */
    public record Refusal(int status, String message) {}

    /**
     * Answers 101 and takes the connection over. Call only after {@link #check} returned null.
     *
     * @param home the shard that shall own the connection; if the request came in on another loop, the channel moves there
     * @param events makes the owner of the connection, on {@code home}'s loop, before any frame is read
     */
    public void accept(
            HttpServerRequest request,
            Shard home,
            WebSocketLimits limits,
            Function<WebSocketConnection, WebSocketEvents> events) {
        // The HTTP decoder goes in the middle of a read and hands the rest of it to whatever stands behind it then.
        Channel channel = ((ConnectionBase) request.connection()).channel();
        channel.pipeline().addAfter("httpDecoder", "early", new EarlyBytes());
        strip(channel.pipeline());
        WebSocketConnection connection =
                new WebSocketConnection(home, registry, channel, limits, UnownedEvents.INSTANCE);
        registry.add(connection);
        channel.closeFuture().addListener(closed -> registry.remove(connection));
        byte[] head = head(request);
        EventLoop target = eventLoops.get(home);
        if (target == null || target == channel.eventLoop()) {
            install(channel, connection, head, events);
        } else {
            move(channel, target, () -> install(channel, connection, head, events));
        }
    }

    /** The answer, which is nothing that Vert.x sends: it leaves with the first frames, and Vert.x is out of the way before. */
    private static byte[] head(HttpServerRequest request) {
        String key = request.getHeader("Sec-WebSocket-Key");
        StringBuilder head = new StringBuilder(160)
                .append(
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ")
                .append(acceptKey(key == null ? "" : key))
                .append("\r\n");
        for (Map.Entry<String, String> header : request.response().headers()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Moves a channel to another event loop. Bytes that were read behind the upgrade request wait in {@link EarlyBytes}, which
     * stays in the pipeline until the frame decoder takes its place on the new loop.
     */
    private static void move(Channel channel, EventLoop target, Runnable install) {
        channel.config().setAutoRead(false);
        EarlyBytes early = channel.pipeline().get(EarlyBytes.class);
        channel.eventLoop()
                .execute(() -> channel.deregister().addListener(off -> {
                    if (!off.isSuccess()) {
                        early.discard();
                        channel.close();
                        return;
                    }
                    target.register(channel).addListener(on -> {
                        if (on.isSuccess()) {
                            install.run();
                        } else {
                            early.discard();
                            channel.close();
                        }
                    });
                }));
    }

    private void install(
            Channel channel,
            WebSocketConnection connection,
            byte[] head,
            Function<WebSocketConnection, WebSocketEvents> events) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast("reader", new FrameReader(connection));
        if (pipeline.get(SslHandler.class) == null) { // TLS keeps what it has read
            channel.config().setAllocator(registry.reader(connection.shard()));
        }
        connection.begin(head);
        channel.config().setAutoRead(true); // before the owner, who may want to pause, and before the early frames
        try {
            connection.owner(events.apply(connection));
        } catch (RuntimeException e) {
            log.warn("closing a WebSocket whose owner could not be made", e);
            connection.close(WebSocketClose.INTERNAL_ERROR, "internal error");
        }
        EarlyBytes early = pipeline.get(EarlyBytes.class);
        if (early != null) {
            pipeline.remove(early); // hands what it kept to the decoder
        }
        if (!channel.isActive()) {
            connection.inactive();
        }
    }

    /** Removes every handler but TLS's and the one that keeps early bytes. */
    private static void strip(ChannelPipeline pipeline) {
        for (ChannelHandler handler : List.copyOf(pipeline.toMap().values())) {
            if (!(handler instanceof SslHandler) && !(handler instanceof EarlyBytes)) {
                pipeline.remove(handler);
            }
        }
    }

    private static boolean containsToken(String header, String token) {
        for (String part : header.split(",")) {
            if (part.strip().equalsIgnoreCase(token)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isKey(String key) {
        try {
            return key.length() == 24 && Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String acceptKey(String key) {
        try {
            // SHA-1 is what the handshake asks for; it protects nothing.
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** Owner of a connection that is on its way to its loop. */
    private enum UnownedEvents implements WebSocketEvents {
        INSTANCE;

        @Override
        public void text(byte[] utf8) {}

        @Override
        public void binary(byte[] bytes) {}

        @Override
        public void closed(WebSocketClose close) {}
    }
}
