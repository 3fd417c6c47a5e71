package dev.parley.transport;

import dev.parley.core.Batch;
import dev.parley.core.Publication;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Finished WebSocket frames of one tick in one buffer, shared by all recipients of one wire format. Subclasses say how a
 * publication is written; whoever delivers it to a {@link WebSocketConnection} needs no further copy.
 */
public abstract class FrameBatch implements Batch {

    private final ByteBuf buffer;

    /** An empty batch that expects about {@code sizeHint} bytes. */
    protected FrameBatch(int sizeHint) {
        this.buffer = ByteBufAllocator.DEFAULT.directBuffer(Math.max(64, sizeHint));
    }

    /** Appends the complete frame, or frames, of one publication. */
    protected abstract void encode(Publication publication, ByteBuf out);

    @Override
    public final int append(Publication publication) {
        int before = buffer.writerIndex();
        try {
            encode(publication, buffer);
        } catch (RuntimeException e) {
            buffer.writerIndex(before);
            throw e;
        }
        return buffer.writerIndex();
    }

    @Override
    public final int size() {
        return buffer.writerIndex();
    }

    @Override
    public final void release() {
        buffer.release();
    }

    /**
     * A buffer for one recipient. The whole batch is shared; a small part of it is copied, because a slice would keep the whole
     * batch alive for a recipient that reads slowly while only the slice's bytes count against its limit.
     */
    final ByteBuf view(int from, int to) {
        if (from == 0 && to == buffer.writerIndex()) {
            return buffer.retainedDuplicate();
        }
        int length = to - from;
        if (length >= buffer.capacity() >> 2) {
            return buffer.retainedSlice(from, length);
        }
        return ByteBufAllocator.DEFAULT.directBuffer(length).writeBytes(buffer, from, length);
    }
}
