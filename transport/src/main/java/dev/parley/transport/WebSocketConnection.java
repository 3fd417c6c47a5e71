package dev.parley.transport;

import dev.parley.core.Batch;
import dev.parley.core.CloseReason;
import dev.parley.core.Outbound;
import dev.parley.core.Shard;
import dev.parley.core.Timer;
import dev.parley.core.Valve;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket that was taken over from the HTTP server: its outbound side, its close handshake and its limits. The inbound
 * side is {@link FrameReader}.
 *
 * <p>Thread rule: the shard's event loop only, except {@link #remoteAddress()}, {@link #isSecure()} and {@link #shard()}.
 *
 * <p>Writes are queued and leave together at the end of the tick (one flush per connection per tick). A reader that is too slow,
 * by {@link WebSocketLimits#maxPending()} or {@link WebSocketLimits#maxAge()}, is cut off; nobody waits for it.
 */
public final class WebSocketConnection implements Outbound, Valve {

    private static final byte[] NOTHING = {};

    private final Shard shard;
    private final ConnectionRegistry registry;
    private final WebSocketLimits limits;
    private final boolean secure;
    private final Channel channel;
    private final OutboundQueue queue;

    private WebSocketEvents events;
    private boolean dirty;
    private boolean closeSent;
    private boolean failed;
    private boolean closedToOwner;
    private boolean backlogged;
    private @Nullable ArrayDeque<Long> markers;
    private @Nullable WebSocketClose outcome;
    private @Nullable Timer closeTimer;

    WebSocketConnection(
            Shard shard, ConnectionRegistry registry, Channel channel, WebSocketLimits limits, WebSocketEvents events) {
        this.shard = shard;
        this.registry = registry;
        this.channel = channel;
        this.limits = limits;
        this.events = events;
        this.secure = channel.pipeline().get(SslHandler.class) != null;
        this.queue = new OutboundQueue(channel, registry.writer(shard));
    }

    /** The shard whose thread owns this connection. */
    public Shard shard() {
        return shard;
    }

    /** Address of the TCP peer, which may be a proxy. */
    public SocketAddress remoteAddress() {
        return channel.remoteAddress();
    }

    /** Whether TLS protects the connection up to this process. */
    public boolean isSecure() {
        return secure;
    }

    /** The limits the connection was accepted with. */
    public WebSocketLimits limits() {
        return limits;
    }

    /** Hands later events to another owner (an Engine.IO upgrade adopts its WebSocket this way). */
    public void owner(WebSocketEvents owner) {
        this.events = owner;
    }

    /** Who is told what happens to the connection. */
    public WebSocketEvents owner() {
        return events;
    }

    /** Sends the answer to the handshake, together with what follows in the same tick. */
    void begin(byte[] head) {
        queue.add(head);
        markDirty();
    }

    void attached(ChannelHandlerContext context) {
        queue.attached(context);
    }

    @Override
    public boolean isOpen() {
        return !closeSent && !closedToOwner && channel.isActive();
    }

    /** Bytes written but not yet taken by the kernel, per-write bookkeeping included. */
    public long pendingBytes() {
        return queue.pendingBytes();
    }

    @Override
    public void deliver(Batch batch, int from, int to) {
        if (to > from && admit(to - from)) {
            queue.add(((FrameBatch) batch).frames(), from, to);
            markDirty();
        }
    }

    @Override
    public void deliverLast(Batch batch, int from, int to) {
        if (dirty || to <= from || closeSent || closedToOwner || !queue.isIdle()) {
            deliver(batch, from, to);
            return;
        }
        queue.write(((FrameBatch) batch).frames(), from, to);
        watchIfBehind();
    }

    /** The same for finished frames that the caller hands over. */
    void deliver(ByteBuf frames) {
        if (admit(frames.readableBytes())) {
            queue.add(frames);
            markDirty();
        } else {
            frames.release();
        }
    }

    /** Sends one text message; the parts are written one behind the other. */
    public void sendText(byte[] utf8) {
        send(WebSocketFrames.TEXT, utf8);
    }

    /** Sends one binary message. */
    public void sendBinary(byte[] bytes) {
        send(WebSocketFrames.BINARY, bytes);
    }

    /** Asks the peer for a sign of life: {@link WebSocketEvents#pong}. */
    public void ping() {
        send(WebSocketFrames.PING, NOTHING);
    }

    void sendPong(byte[] payload) {
        send(WebSocketFrames.PONG, payload);
    }

    private void send(int opcode, byte[] payload) {
        if (admit(payload.length)) {
            write(opcode, payload);
        }
    }

    private void write(int opcode, byte[] payload) {
        if (queue.isAttached()) {
            queue.addFrame(opcode, payload);
            markDirty();
        }
    }

    private boolean admit(int bytes) {
        if (!isOpen() || !queue.isAttached()) {
            return false;
        }
        if (fits(bytes)) {
            return true;
        }
        // Much came for it in this tick: a reader that keeps up must not be taken for a slow one before it was sent any
        // of it.
        queue.flush();
        if (isOpen() && fits(bytes)) {
            return true;
        }
        close(CloseReason.SLOW);
        return false;
    }

    private boolean fits(int bytes) {
        long pending = pendingBytes();
        return pending == 0 || pending + bytes <= limits.maxPending();
    }

    private void markDirty() {
        if (!dirty) {
            dirty = true;
            shard.flushLater(this);
        }
    }

    @Override
    public void flush() {
        dirty = false;
        queue.flush();
        watchIfBehind();
    }

    private void watchIfBehind() {
        if (!backlogged && pendingBytes() > 0) {
            backlogged = true;
            registry.backlogged(this);
        }
    }

    /**
     * Looks whether the reader keeps up; called about ten times within {@link WebSocketLimits#maxAge()} while bytes are pending.
     * Each call leaves a marker in the queue; when one of them is as old as the limit, so are the bytes before it.
     *
     * @return whether bytes are still pending
     */
    boolean checkAge(long nowNanos) {
        if (!queue.isAttached() || !channel.isActive() || pendingBytes() == 0) {
            backlogged = false;
            markers = null;
            return false;
        }
        ArrayDeque<Long> marks = markers;
        if (marks == null) {
            marks = new ArrayDeque<>();
            markers = marks;
        }
        Long oldest = marks.peekFirst();
        if (oldest != null && nowNanos - oldest >= limits.maxAge().toNanos()) {
            close(CloseReason.SLOW);
            return false;
        }
        marks.addLast(nowNanos);
        ArrayDeque<Long> sameMarks = marks;
        queue.flushThen(Unpooled.EMPTY_BUFFER).addListener((ChannelFutureListener) done -> sameMarks.pollFirst());
        return true;
    }

    @Override
    public void pause() {
        channel.config().setAutoRead(false);
    }

    @Override
    public void resume() {
        channel.config().setAutoRead(true);
    }

    /**
     * Ends the connection for a reason of the hub's. A slow reader is cut off, because a close frame would queue behind what it
     * does not read; everybody else gets a close frame.
     */
    @Override
    public void close(CloseReason reason) {
        if (!closedToOwner) {
            registry.closed(reason);
        }
        switch (reason) {
            case SLOW -> abort(WebSocketClose.POLICY, reason.description());
            case LOST -> abort(WebSocketClose.ABNORMAL, reason.description());
            case GOING_AWAY -> close(WebSocketClose.GOING_AWAY, reason.description());
            case PROTOCOL_ERROR -> close(WebSocketClose.PROTOCOL_ERROR, reason.description());
            case TOO_LARGE -> close(WebSocketClose.TOO_BIG, reason.description());
            case FLOOD, TIMEOUT, DENIED, EXPELLED -> close(WebSocketClose.POLICY, reason.description());
            case CLIENT -> close(WebSocketClose.NORMAL, "");
            case INTERNAL_ERROR -> close(WebSocketClose.INTERNAL_ERROR, reason.description());
        }
    }

    /** Sends a close frame with {@code code} and ends the connection when the peer answers or the close timeout is over. */
    public void close(int code, String reason) {
        if (closeSent || !queue.isAttached() || !channel.isActive()) {
            return;
        }
        closeSent = true;
        outcome = new WebSocketClose(code, reason, false);
        write(WebSocketFrames.CLOSE, closePayload(code, reason));
        channel.config().setAutoRead(true); // to see the answer
        dropInTime();
        tellOwner();
    }

    /** However the close goes on, its time is bounded: a peer that does not read would otherwise keep it from leaving. */
    private void dropInTime() {
        if (closeTimer == null) {
            closeTimer = shard.timers().schedule(limits.closeTimeout().toMillis(), this::drop);
        }
    }

    /** Ends the TCP connection without a close frame. */
    public void abort(int code, String reason) {
        if (outcome == null) {
            outcome = new WebSocketClose(code, reason, false);
        }
        drop();
        tellOwner();
    }

    /** Ends the TCP connection without a close frame, after what is queued has left. */
    public void hangUp(String reason) {
        if (!queue.isAttached() || closeSent) {
            abort(WebSocketClose.GOING_AWAY, reason);
            return;
        }
        closeSent = true;
        outcome = new WebSocketClose(WebSocketClose.GOING_AWAY, reason, false);
        queue.flushThen(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        closeTimer = shard.timers().schedule(limits.closeTimeout().toMillis(), this::drop);
        tellOwner();
    }

    /** The peer sent a close frame: answer it once and end the connection after the answer has left. */
    void peerClosed(int code, String reason) {
        if (outcome == null) {
            outcome = new WebSocketClose(code, reason, true);
        }
        if (queue.isAttached() && !closeSent) {
            closeSent = true;
            queue.flushThen(closeFrame(code, "")).addListener(ChannelFutureListener.CLOSE);
            dropInTime();
        } else {
            drop();
        }
        tellOwner();
    }

    /**
     * The peer broke the protocol: say why and end the connection. What it is still sending is read and dropped until it closes, too,
     * because unread bytes would make the kernel reset the connection and the peer lose the close code.
     */
    void fail(int code, String reason) {
        if (closeSent || !queue.isAttached() || !channel.isActive()) {
            drop();
            return;
        }
        registry.refused();
        closeSent = true;
        outcome = new WebSocketClose(code, reason, false);
        queue.flushThen(closeFrame(code, reason))
                .addListener((ChannelFutureListener) sent -> HalfClose.of(sent.channel()));
        failed = true;
        channel.config().setAutoRead(true);
        dropInTime();
        tellOwner();
    }

    private static ByteBuf closeFrame(int code, String reason) {
        byte[] payload = closePayload(code, reason);
        ByteBuf out = ByteBufAllocator.DEFAULT.directBuffer(payload.length + WebSocketFrames.MAX_HEADER);
        WebSocketFrames.header(out, WebSocketFrames.CLOSE, payload.length);
        return out.writeBytes(payload);
    }

    /** Section 5.5.1: nothing, or the code and a reason; at most 125 bytes. */
    private static byte[] closePayload(int code, String reason) {
        if (code == WebSocketClose.NO_CODE) {
            return NOTHING;
        }
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[2 + Math.min(text.length, 123)];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, payload.length - 2);
        return payload;
    }

    private void drop() {
        channel.close();
    }

    /** The channel is gone. */
    void inactive() {
        queue.release();
        if (outcome == null) {
            outcome = new WebSocketClose(WebSocketClose.ABNORMAL, "connection lost", true);
        }
        Timer timer = closeTimer;
        if (timer != null) {
            timer.cancel();
        }
        tellOwner();
    }

    private void tellOwner() {
        if (!closedToOwner) {
            closedToOwner = true;
            WebSocketClose close = outcome;
            events.closed(close == null ? new WebSocketClose(WebSocketClose.ABNORMAL, "", true) : close);
        }
    }

    boolean closing() {
        return closeSent;
    }

    /** Whether what the peer still sends is of no interest. */
    boolean hasFailed() {
        return failed;
    }

    static void discard(Object message) {
        ReferenceCountUtil.release(message);
    }
}
