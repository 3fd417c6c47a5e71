package dev.parley.transport;

import dev.parley.core.Shard;
import dev.parley.core.Timer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Absolute deadlines for slow senders of HTTP: the headers of a request within a fixed time of their first byte, and a body at
 * a minimum rate. An idle timeout alone would let a peer hold a connection by one byte now and then.
 *
 * <p>Stands in front of the HTTP decoder, with {@link Progress} behind it, and goes with it when a WebSocket is taken over.
 */
final class HttpDeadlines extends ChannelInboundHandlerAdapter {

    static final String NAME = "httpDeadlines";

    /**
     * What the peer is expected to send. IDLE → HEADERS (first byte) → BODY (headers complete) → IDLE (body complete); from any of
     * them → OVER (its last answer was sent).
     */
    private enum Phase {
        IDLE,
        HEADERS,
        BODY,
        OVER
    }

    /** Time a peer has to notice its last answer. */
    private static final long LINGER_MILLIS = 2_000;

    private static final long GRACE_MILLIS = 200;

    private final Shard shard;
    private final ListenerOptions.HttpLimits limits;
    private final LongAdder expired;

    private Phase phase = Phase.IDLE;
    private long windowBytes;
    private @Nullable Timer timer;
    private @Nullable ChannelHandlerContext ctx;

    HttpDeadlines(Shard shard, ListenerOptions.HttpLimits limits, LongAdder expired) {
        this.shard = shard;
        this.limits = limits;
        this.expired = expired;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        awaitHeaders();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (phase == Phase.OVER) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof ByteBuf bytes) {
            windowBytes += bytes.readableBytes();
        }
        if (phase == Phase.IDLE) {
            awaitHeaders();
        }
        context.fireChannelRead(message);
    }

    private void awaitHeaders() {
        phase = Phase.HEADERS;
        // A loop that was busy for long fires its timers before it reads: what came in time is waiting in the kernel
        // then.
        arm(limits.headerTimeout().toMillis(), () -> arm(GRACE_MILLIS, this::expire));
    }

    private void headersComplete() {
        if (phase == Phase.OVER) {
            return;
        }
        phase = Phase.BODY;
        windowBytes = 0;
        arm(limits.bodyTimeout().toMillis(), this::checkRate);
    }

    /** The next byte begins another request. */
    private void bodyComplete() {
        if (phase == Phase.OVER) {
            return;
        }
        phase = Phase.IDLE;
        cancel();
    }

    /**
     * Ends the connection after its last answer. To close it at once could cost the peer that answer: bytes of it that nobody read
     * make the kernel reset the connection. So it is told that nothing more comes, and what it still sends is dropped for a while.
     */
    void end() {
        ChannelHandlerContext context = ctx;
        if (context == null || phase == Phase.OVER) {
            return;
        }
        phase = Phase.OVER;
        arm(LINGER_MILLIS, () -> context.channel().close());
        context.channel().config().setAutoRead(true);
        HalfClose.of(context.channel());
    }

    private void checkRate() {
        if (windowBytes * 1000 < limits.bodyMinRate() * limits.bodyTimeout().toMillis()) {
            expire();
        } else {
            windowBytes = 0;
            arm(limits.bodyTimeout().toMillis(), this::checkRate);
        }
    }

    private void expire() {
        ChannelHandlerContext context = ctx;
        if (context != null) {
            expired.increment();
            context.channel().close();
        }
    }

    private void arm(long millis, Runnable action) {
        cancel();
        timer = shard.timers().schedule(millis, action);
    }

    private void cancel() {
        Timer armed = timer;
        if (armed != null) {
            armed.cancel();
            timer = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        cancel();
        ctx = null;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancel();
        context.fireChannelInactive();
    }

    /** The handler to put behind the HTTP decoder, which tells how far a request has come. */
    Progress progress() {
        return new Progress();
    }

    final class Progress extends ChannelInboundHandlerAdapter {

        static final String NAME = "httpProgress";

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest) {
                headersComplete();
            }
            if (message instanceof LastHttpContent) {
                bodyComplete();
            }
            context.fireChannelRead(message);
        }
    }
}
