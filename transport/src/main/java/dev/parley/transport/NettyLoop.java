package dev.parley.transport;

import dev.parley.core.Loop;
import io.netty.channel.EventLoop;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;

/** One Netty event loop, with the Vert.x context that runs on it, as the hub sees it. */
final class NettyLoop implements Loop {

    private final ContextInternal context;
    private final EventLoop eventLoop;

    NettyLoop(ContextInternal context) {
        this.context = context;
        this.eventLoop = context.nettyEventLoop();
    }

    ContextInternal context() {
        return context;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    @Override
    public void execute(Runnable task) {
        eventLoop.execute(task);
    }

    @Override
    public boolean inLoop() {
        return eventLoop.inEventLoop();
    }

    @Override
    public void schedule(Runnable task, long delayMillis) {
        eventLoop.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
    }
}
