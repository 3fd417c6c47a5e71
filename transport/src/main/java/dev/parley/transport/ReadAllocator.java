package dev.parley.transport;

import dev.parley.core.Loop;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;

/**
 * Where the WebSockets of one loop are read into: always the same buffer, as {@link FrameParser} is done with it before the next one is
 * read. Whoever keeps it, or asks from another thread or for more, gets or leaves a buffer of the usual allocator.
 */
final class ReadAllocator extends AbstractByteBufAllocator {

    private static final int BYTES = 64 << 10;

    private final Loop loop;
    private final ByteBuf buffer = DEFAULT.directBuffer(BYTES);

    ReadAllocator(Loop loop) {
        super(true);
        this.loop = loop;
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        if (initialCapacity <= BYTES && loop.inLoop() && buffer.refCnt() == 1) {
            return buffer.clear().retain();
        }
        return DEFAULT.directBuffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return DEFAULT.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return true;
    }

    /** Gives the buffer back; the loop has ended. */
    void close() {
        buffer.release();
    }
}
