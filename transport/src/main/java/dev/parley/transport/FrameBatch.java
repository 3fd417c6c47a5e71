package dev.parley.transport;

import dev.parley.core.Batch;
import dev.parley.core.Publication;
import io.netty.buffer.ByteBuf;

/**
 * Finished WebSocket frames of one tick in one buffer, shared by all recipients of one wire format. Subclasses say how a
 * publication is written; whoever delivers it to a {@link WebSocketConnection} needs no further copy. Shard's event loop only.
 */
public abstract class FrameBatch implements Batch {

    private final SharedBytes frames;

    /** An empty batch that expects about {@code sizeHint} bytes. */
    protected FrameBatch(int sizeHint) {
        this.frames = SharedBytes.ofCapacity(Math.max(64, sizeHint));
    }

    /** Appends the complete frame, or frames, of one publication. */
    protected abstract void encode(Publication publication, ByteBuf out);

    @Override
    public final int append(Publication publication) {
        ByteBuf out = frames.buffer;
        int before = out.writerIndex();
        try {
            encode(publication, out);
        } catch (RuntimeException | OutOfMemoryError e) {
            out.writerIndex(before);
            throw e;
        }
        return out.writerIndex();
    }

    @Override
    public final int size() {
        return frames.buffer.writerIndex();
    }

    @Override
    public final void release() {
        frames.release();
    }

    /** What was appended. */
    final SharedBytes frames() {
        return frames;
    }
}
