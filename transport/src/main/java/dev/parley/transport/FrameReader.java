package dev.parley.transport;

import dev.parley.core.Timer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inbound side of a {@link WebSocketConnection}, behind Netty's frame decoder: puts fragments together, checks UTF-8, answers
 * control frames and turns protocol errors into close codes (RFC 6455 sections 5.4, 5.5, 7 and 8).
 *
 * <p>An incomplete message is bounded in bytes, fragments and time, so that it cannot be used to hold memory.
 */
final class FrameReader extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(FrameReader.class);
    private static final byte[] NOTHING = {};

    private final WebSocketConnection connection;

    private byte[] partial = NOTHING;
    private int partialLength;
    private int fragments;
    private boolean partialText;
    private @Nullable Timer fragmentTimer;

    FrameReader(WebSocketConnection connection) {
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection.attached(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            // What HTTP left behind the upgrade request (its LastHttpContent) is swallowed here.
            if (message instanceof WebSocketFrame frame && !connection.closing()) {
                read(frame);
            } else if (message instanceof CloseWebSocketFrame close) {
                connection.peerClosed(close.statusCode() < 0 ? WebSocketClose.NO_CODE : close.statusCode(), "");
            }
        } catch (RuntimeException e) {
            log.warn("closing a WebSocket whose handler failed", e);
            connection.fail(WebSocketClose.INTERNAL_ERROR, "internal error");
        } finally {
            WebSocketConnection.discard(message);
        }
    }

    private void read(WebSocketFrame frame) {
        switch (frame) {
            case TextWebSocketFrame text -> begin(text, true);
            case BinaryWebSocketFrame binary -> begin(binary, false);
            case ContinuationWebSocketFrame more -> append(more);
            case PingWebSocketFrame ping -> connection.sendPong(ping.content());
            case CloseWebSocketFrame close -> {
                int code = close.statusCode();
                connection.peerClosed(code < 0 ? WebSocketClose.NO_CODE : code, close.reasonText());
            }
            case PongWebSocketFrame answer -> connection.owner().pong(); // also an unsolicited one (section 5.5.3)
            default -> {}
        }
    }

    private void begin(WebSocketFrame frame, boolean text) {
        if (frame.isFinalFragment()) {
            complete(ByteBufUtil.getBytes(frame.content()), text);
            return;
        }
        partialText = text;
        fragments = 0;
        fragmentTimer = connection
                .shard()
                .timers()
                .schedule(
                        connection.limits().fragmentTimeout().toMillis(),
                        () -> connection.fail(WebSocketClose.POLICY, "message was not completed in time"));
        append(frame);
    }

    private void append(WebSocketFrame frame) {
        ByteBuf content = frame.content();
        int length = content.readableBytes();
        WebSocketLimits limits = connection.limits();
        if (partialLength + length > limits.maxMessage()) {
            reset();
            connection.fail(WebSocketClose.TOO_BIG, "message is larger than " + limits.maxMessage() + " bytes");
            return;
        }
        if (++fragments > limits.maxFragments()) {
            reset();
            connection.fail(WebSocketClose.POLICY, "message has more than " + limits.maxFragments() + " fragments");
            return;
        }
        if (partial.length < partialLength + length) {
            int grown = Math.min(limits.maxMessage(), Math.max(2 * partial.length, 256));
            partial = Arrays.copyOf(partial, Math.max(grown, partialLength + length));
        }
        content.getBytes(content.readerIndex(), partial, partialLength, length);
        partialLength += length;
        if (frame.isFinalFragment()) {
            byte[] message = Arrays.copyOf(partial, partialLength);
            boolean text = partialText;
            reset();
            complete(message, text);
        }
    }

    private void complete(byte[] message, boolean text) {
        if (!text) {
            connection.owner().binary(message);
        } else if (Utf8Check.isValid(message)) {
            connection.owner().text(message);
        } else {
            connection.fail(WebSocketClose.NOT_UTF8, "text is not UTF-8");
        }
    }

    private void reset() {
        partial = NOTHING;
        partialLength = 0;
        Timer timer = fragmentTimer;
        if (timer != null) {
            timer.cancel();
            fragmentTimer = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        reset();
        connection.inactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            connection.fail(
                    corrupted.closeStatus().code(), corrupted.closeStatus().reasonText());
        } else {
            log.debug("WebSocket ended by {}", cause.toString());
            ctx.close();
        }
    }
}
