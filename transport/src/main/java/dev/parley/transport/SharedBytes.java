package dev.parley.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Finished frames in one direct buffer, held by everybody who still has to write some of them. The count of its holders is a plain
 * number: they are all on one loop. Shard's event loop only.
 */
final class SharedBytes {

    final ByteBuf buffer;
    private int holds = 1;

    /** Takes over the caller's hold on {@code buffer}. */
    SharedBytes(ByteBuf buffer) {
        this.buffer = buffer;
    }

    /** An empty buffer that takes at least {@code capacity} bytes without growing. */
    static SharedBytes ofCapacity(int capacity) {
        return new SharedBytes(ByteBufAllocator.DEFAULT.directBuffer(capacity));
    }

    void hold() {
        holds++;
    }

    void release() {
        if (--holds == 0) {
            buffer.release();
        }
    }

    /** Whether nobody but its maker holds it, or a view of it. */
    boolean isUnshared() {
        return holds == 1 && buffer.refCnt() == 1;
    }

    /**
     * A buffer for one recipient who may keep it for long. A large part shares the bytes; a small one is copied, because a slice would
     * keep everything alive for a recipient that reads slowly while only the slice's bytes count against its limit.
     */
    ByteBuf view(int from, int to) {
        int length = to - from;
        if (length >= buffer.capacity() >> 2) {
            return buffer.retainedSlice(from, length);
        }
        return ByteBufAllocator.DEFAULT.directBuffer(length).writeBytes(buffer, from, length);
    }
}
