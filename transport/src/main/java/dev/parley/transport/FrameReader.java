package dev.parley.transport;

import dev.parley.core.Timer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inbound side of a {@link WebSocketConnection}: puts fragments together, checks UTF-8, answers control frames and turns protocol
 * errors into close codes (RFC 6455 sections 5.4, 5.5, 7 and 8).
 *
 * <p>An incomplete message is bounded in bytes, fragments and time, so that it cannot be used to hold memory.
 */
final class FrameReader extends FrameParser {

    private static final Logger log = LoggerFactory.getLogger(FrameReader.class);

    private final WebSocketConnection connection;

    /** The message of which fragments have come, or null. */
    private @Nullable Fragments fragments;

    FrameReader(WebSocketConnection connection) {
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection.attached(ctx);
    }

    @Override
    int maxPayload() {
        return connection.limits().maxMessage();
    }

    @Override
    boolean isDeaf() {
        return connection.hasFailed();
    }

    @Override
    void broken(int code, String reason) {
        connection.fail(code, reason);
    }

    @Override
    void frame(int opcode, boolean fin, byte[] payload, boolean ascii) {
        if (connection.closing() && opcode != WebSocketFrames.CLOSE) {
            return;
        }
        try {
            switch (opcode) {
                case WebSocketFrames.TEXT, WebSocketFrames.BINARY -> begin(opcode, fin, payload, ascii);
                case WebSocketFrames.CONTINUATION -> append(fin, payload);
                case WebSocketFrames.PING -> connection.sendPong(payload);
                case WebSocketFrames.PONG -> connection.owner().pong(); // also an unsolicited one (section 5.5.3)
                default -> close(payload, ascii);
            }
        } catch (RuntimeException e) {
            log.warn("closing a WebSocket whose handler failed", e);
            connection.fail(WebSocketClose.INTERNAL_ERROR, "internal error");
        }
    }

    private void begin(int opcode, boolean fin, byte[] payload, boolean ascii) {
        if (fragments != null) {
            connection.fail(WebSocketClose.PROTOCOL_ERROR, "a message begins within another one");
        } else if (fin) {
            complete(payload, opcode == WebSocketFrames.TEXT, ascii);
        } else {
            Timer timer = connection
                    .shard()
                    .timers()
                    .schedule(
                            connection.limits().fragmentTimeout().toMillis(),
                            () -> connection.fail(WebSocketClose.POLICY, "message was not completed in time"));
            fragments = new Fragments(opcode == WebSocketFrames.TEXT, timer);
            append(false, payload);
        }
    }

    private void append(boolean fin, byte[] payload) {
        Fragments message = fragments;
        WebSocketLimits limits = connection.limits();
        if (message == null) {
            connection.fail(WebSocketClose.PROTOCOL_ERROR, "a continuation of no message");
        } else if (message.length + payload.length > limits.maxMessage()) {
            reset();
            connection.fail(WebSocketClose.TOO_BIG, "message is larger than " + limits.maxMessage() + " bytes");
        } else if (message.count == limits.maxFragments()) {
            reset();
            connection.fail(WebSocketClose.POLICY, "message has more than " + limits.maxFragments() + " fragments");
        } else {
            message.append(payload, limits.maxMessage());
            if (fin) {
                reset();
                complete(message.whole(), message.text, false);
            }
        }
    }

    private void complete(byte[] message, boolean text, boolean ascii) {
        if (!text) {
            connection.owner().binary(message);
        } else if (ascii || Utf8Check.isValid(message)) {
            connection.owner().text(message);
        } else {
            connection.fail(WebSocketClose.NOT_UTF8, "text is not UTF-8");
        }
    }

    /** Section 5.5.1. */
    private void close(byte[] payload, boolean ascii) {
        if (connection.closing() || payload.length == 0) {
            connection.peerClosed(WebSocketClose.NO_CODE, "");
        } else if (payload.length == 1) {
            connection.fail(WebSocketClose.PROTOCOL_ERROR, "a close frame has half a code");
        } else {
            int code = ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
            byte[] reason = Arrays.copyOfRange(payload, 2, payload.length);
            if (!WebSocketCloseStatus.isValidStatusCode(code)) {
                connection.fail(WebSocketClose.PROTOCOL_ERROR, "a close frame has the code " + code);
            } else if (!ascii && !Utf8Check.isValid(reason)) {
                connection.fail(WebSocketClose.NOT_UTF8, "the reason of a close is not UTF-8");
            } else {
                connection.peerClosed(code, new String(reason, StandardCharsets.UTF_8));
            }
        }
    }

    private void reset() {
        Fragments message = fragments;
        if (message != null) {
            message.timer.cancel();
            fragments = null;
        }
    }

    /** A message in parts. */
    private static final class Fragments {
        final boolean text;
        final Timer timer;
        private byte[] bytes = new byte[256];
        int length;
        int count;

        Fragments(boolean text, Timer timer) {
            this.text = text;
            this.timer = timer;
        }

        void append(byte[] part, int most) {
            if (bytes.length < length + part.length) {
                int grown = Math.min(most, 2 * bytes.length);
                bytes = Arrays.copyOf(bytes, Math.max(grown, length + part.length));
            }
            System.arraycopy(part, 0, bytes, length, part.length);
            length += part.length;
            count++;
        }

        byte[] whole() {
            return Arrays.copyOf(bytes, length);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        reset();
        connection.inactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug("WebSocket ended by {}", cause.toString());
        ctx.close();
    }
}
