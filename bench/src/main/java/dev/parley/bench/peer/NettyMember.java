package dev.parley.bench.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.ReferenceCountUtil;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client of {@link NettyPeer}; belongs to its loop. */
final class NettyMember extends ChannelInboundHandlerAdapter {

    private static final int MAX_FRAME = 1 << 20;

    private final NettyRooms all;
    private final long id;
    private final Set<String> rooms = new HashSet<>(2);
    private @Nullable ChannelHandlerContext context;
    private boolean touched;

    NettyMember(NettyRooms all) {
        this.all = all;
        id = all.nextId();
    }

    long id() {
        return id;
    }

    Set<String> rooms() {
        return rooms;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        try {
            switch (message) {
                case HttpRequest request -> upgrade(from, request);
                case TextWebSocketFrame text -> all.received(this, text.content());
                case PingWebSocketFrame ping ->
                    from.writeAndFlush(new PongWebSocketFrame(ping.content().retain()), from.voidPromise());
                case CloseWebSocketFrame close -> from.close();
                default -> {}
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void upgrade(ChannelHandlerContext from, HttpRequest request) {
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                        "ws://" + request.headers().get("Host") + request.uri(), null, false, MAX_FRAME)
                .newHandshaker(request);
        if (handshaker == null) {
            from.close();
            return;
        }
        // The same head as a whole request, so that nothing has to collect a body.
        DefaultFullHttpRequest whole = new DefaultFullHttpRequest(
                request.protocolVersion(),
                request.method(),
                request.uri(),
                Unpooled.EMPTY_BUFFER,
                request.headers(),
                EmptyHttpHeaders.INSTANCE);
        handshaker.handshake(from.channel(), whole);
        reply(Out.open(id));
    }

    /** Sent with the next flush. */
    void reply(byte[] packet) {
        write(Unpooled.wrappedBuffer(Out.frame(packet)));
        all.touch(this);
    }

    /** @param frame finished, and given away */
    void write(ByteBuf frame) {
        ChannelHandlerContext to = context;
        if (to == null) {
            frame.release();
        } else {
            to.write(frame, to.voidPromise());
        }
    }

    /** True if it was not waiting for a flush. */
    boolean touch() {
        boolean first = !touched;
        touched = true;
        return first;
    }

    void flush() {
        touched = false;
        ChannelHandlerContext to = context;
        if (to != null) {
            to.flush();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        context = null;
        all.gone(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        if (cause instanceof IllegalArgumentException) {
            System.err.println("netty: " + cause.getMessage());
        }
        from.close();
    }
}
