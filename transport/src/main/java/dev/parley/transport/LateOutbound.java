package dev.parley.transport;

import dev.parley.core.Batch;
import dev.parley.core.CloseReason;
import dev.parley.core.Outbound;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The way to a peer whose WebSocket is about to be there: what is delivered before is kept for it. So a subscriber can be in its
 * audiences when the handshake is answered, and the peer misses nothing from then on. The shard's event loop only.
 */
public final class LateOutbound implements Outbound {

    private final long maxPending;
    private final Queue<ByteBuf> kept = new ArrayDeque<>(1);
    private @Nullable WebSocketConnection connection;
    private long bytes;
    private @Nullable CloseReason closed;

    /** @param maxPending how many bytes may wait for the WebSocket; more closes this */
    public LateOutbound(long maxPending) {
        this.maxPending = maxPending;
    }

    /** The WebSocket is there. It gets what was kept, or is closed if this was closed meanwhile. */
    public void connect(WebSocketConnection to) {
        connection = to;
        if (closed != null) {
            to.close(closed);
        }
        for (ByteBuf frames = kept.poll(); frames != null; frames = kept.poll()) {
            to.deliver(frames);
        }
    }

    @Override
    public void deliver(Batch batch, int from, int to) {
        WebSocketConnection open = connection;
        if (open != null) {
            open.deliver(batch, from, to);
        } else if (closed == null && to > from) {
            bytes += to - from;
            if (bytes > maxPending) {
                close(CloseReason.SLOW);
            } else {
                kept.add(((FrameBatch) batch).frames().view(from, to));
            }
        }
    }

    @Override
    public void deliverLast(Batch batch, int from, int to) {
        WebSocketConnection open = connection;
        if (open != null) {
            open.deliverLast(batch, from, to);
        } else {
            deliver(batch, from, to);
        }
    }

    /** The WebSocket marks itself as dirty. */
    @Override
    public void flush() {}

    @Override
    public void close(CloseReason reason) {
        WebSocketConnection open = connection;
        if (open != null) {
            open.close(reason);
            return;
        }
        if (closed == null) {
            closed = reason;
        }
        for (ByteBuf frames = kept.poll(); frames != null; frames = kept.poll()) {
            frames.release();
        }
    }

    @Override
    public boolean isOpen() {
        WebSocketConnection open = connection;
        return open == null ? closed == null : open.isOpen();
    }
}
