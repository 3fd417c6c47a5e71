package dev.parley.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one loop share to write straight to their sockets: recycled {@link Piece}s, a buffer in which the pieces
 * of one connection are put together, and a buffer for what is sent to one connection alone. Shard's event loop only, except
 * {@link #bytesOut()}.
 */
final class LoopWriter {

    /** What leaves in one system call if it comes in several pieces; a larger piece leaves by itself. */
    private static final int CORK_BYTES = 64 << 10;

    static final int OWN_BYTES = 16 << 10;
    private static final int PIECES_KEPT = 32 << 10;

    /** Some bytes of a buffer that are still to be written, and what comes behind them. */
    static final class Piece {
        SharedBytes bytes;
        int from;
        int to;

        @Nullable
        Piece next;

        Piece(SharedBytes bytes) {
            this.bytes = bytes;
        }
    }

    private static final SharedBytes NOTHING = new SharedBytes(Unpooled.EMPTY_BUFFER);

    private final AtomicLong bytesOut = new AtomicLong();
    private @Nullable Piece free;
    private int kept;
    private @Nullable ByteBuf cork;
    private @Nullable SharedBytes own;

    /** Bytes written or handed to a pipeline so far. From any thread. */
    long bytesOut() {
        return bytesOut.get();
    }

    /** There is one writer, so the sum needs no atomic step. */
    void count(int bytes) {
        bytesOut.lazySet(bytesOut.getPlain() + bytes);
    }

    /** A piece that holds {@code bytes}. */
    Piece piece(SharedBytes bytes, int from, int to) {
        Piece piece = free;
        if (piece == null) {
            piece = new Piece(bytes);
        } else {
            free = piece.next;
            kept--;
            piece.bytes = bytes;
            piece.next = null;
        }
        bytes.hold();
        piece.from = from;
        piece.to = to;
        return piece;
    }

    /** Lets go of a piece and all behind it. */
    void releaseAll(Piece pieces) {
        Piece piece = pieces;
        while (piece != null) {
            Piece next = piece.next;
            piece.bytes.release();
            piece.bytes = NOTHING;
            if (kept < PIECES_KEPT) {
                kept++;
                piece.next = free;
                free = piece;
            }
            piece = next;
        }
    }

    /**
     * A buffer with room for {@code length} bytes, at most {@link #OWN_BYTES}, that are for one connection; its writer index is where
     * they begin.
     */
    SharedBytes own(int length) {
        SharedBytes current = own;
        if (current != null && current.isUnshared()) {
            current.buffer.clear();
        }
        if (current == null || current.buffer.writableBytes() < length) {
            own = null; // what comes next may fail, and what was released must not be met again
            if (current != null) {
                current.release();
            }
            current = SharedBytes.ofCapacity(OWN_BYTES);
            own = current;
        }
        return current;
    }

    /**
     * Writes the pieces from {@code first} on, in as few system calls as it takes.
     *
     * @return how many bytes the kernel took; less than there are if the peer does not keep up or is gone: the pipeline, which gets the
     *     rest, finds out
     */
    int write(Socket socket, Piece first) {
        if (first.next == null) {
            return write(socket, first.bytes.buffer, first.from, first.to);
        }
        int written = 0;
        Piece piece = first;
        while (piece != null) {
            ByteBuf out = piece.bytes.buffer;
            int from = piece.from;
            int to = piece.to;
            piece = piece.next;
            if (piece != null && to - from + piece.to - piece.from <= CORK_BYTES) {
                ByteBuf corked = cork();
                corked.writeBytes(out, from, to - from);
                while (piece != null && piece.to - piece.from <= corked.maxFastWritableBytes()) {
                    corked.writeBytes(piece.bytes.buffer, piece.from, piece.to - piece.from);
                    piece = piece.next;
                }
                out = corked;
                from = 0;
                to = corked.writerIndex();
            }
            int taken = write(socket, out, from, to);
            written += taken;
            if (taken < to - from) {
                return written;
            }
        }
        return written;
    }

    /** Writes a part of a buffer; the same result. It is {@code send}, which the kernel does for less than {@code write}. */
    static int write(Socket socket, ByteBuf buffer, int from, int to) {
        try {
            if (buffer.hasMemoryAddress()) {
                return socket.sendAddress(buffer.memoryAddress(), from, to);
            }
            ByteBuffer bytes = buffer.internalNioBuffer(from, to - from);
            return socket.send(bytes, bytes.position(), bytes.limit());
        } catch (IOException | NotYetConnectedException e) {
            return 0;
        }
    }

    private ByteBuf cork() {
        ByteBuf buffer = cork;
        if (buffer == null) {
            buffer = ByteBufAllocator.DEFAULT.directBuffer(CORK_BYTES, CORK_BYTES);
            cork = buffer;
        }
        return buffer.clear();
    }

    /** Gives the buffers back; the loop has ended. */
    void close() {
        if (cork != null) {
            cork.release();
            cork = null;
        }
        if (own != null) {
            own.release();
            own = null;
        }
    }
}
