package dev.parley.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/** Keeps bytes that came behind an upgrade request while the channel moves to another loop; hands them on when removed. */
final class EarlyBytes extends ChannelInboundHandlerAdapter {

    private final List<ByteBuf> kept = new ArrayList<>(1);

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            kept.add(bytes);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    /** Lets go of what it kept: the connection ended on its way. Channel events cannot tell, there is no loop to fire them. */
    void discard() {
        kept.forEach(ByteBuf::release);
        kept.clear();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        for (ByteBuf bytes : kept) {
            ctx.fireChannelRead(bytes);
        }
        kept.clear();
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        discard();
        ctx.fireChannelInactive();
    }
}
