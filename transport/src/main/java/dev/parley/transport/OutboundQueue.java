package dev.parley.transport;

import dev.parley.transport.LoopWriter.Piece;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has to write, in order. Nearly always everything goes straight to the socket, in one system call at the end of
 * the tick. What the kernel does not take, and everything under TLS, goes through Netty's pipeline, which waits for the peer; until
 * that has written all it has, whatever follows goes behind it.
 *
 * <p>A socket is written to only while its descriptor is open, and a descriptor is closed on this loop only, so a number that the
 * system gave to another connection meanwhile is never written to. Shard's event loop only.
 */
final class OutboundQueue {

    private static final int NO_FRAME = -1;

    private final Channel channel;
    private final LoopWriter loop;

    /** The socket, if it may be written to directly. */
    private final @Nullable Socket socket;

    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Piece first;
    private @Nullable Piece last;
    private int bytes;

    /** Whether the pipeline may still have something: at first, answers to requests before the handshake. */
    private boolean piped = true;

    /** Under TLS what is not flushed still waits as plain text in front of the outbound buffer. */
    private long plain;

    OutboundQueue(Channel channel, LoopWriter loop) {
        this.channel = channel;
        this.loop = loop;
        this.socket = channel instanceof EpollSocketChannel epoll
                        && channel.pipeline().get(SslHandler.class) == null
                ? socketOf(epoll)
                : null;
    }

    private static @Nullable Socket socketOf(EpollSocketChannel channel) {
        return channel.fd() instanceof Socket descriptor ? descriptor : null;
    }

    void attached(ChannelHandlerContext context) {
        ctx = context;
    }

    boolean isAttached() {
        return ctx != null;
    }

    /** Bytes that the kernel has not taken, per-write bookkeeping included. */
    long pendingBytes() {
        return bytes + (piped ? inPipeline() : 0);
    }

    private long inPipeline() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long queued = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        return queued + plain;
    }

    /** Whether what is added now must go behind what the pipeline has. */
    private boolean goesThroughPipeline() {
        if (socket == null) {
            piped = true;
        } else if (piped && inPipeline() == 0) {
            piped = false;
        }
        return piped;
    }

    /** Whether it is empty, and what comes now may go straight to the socket, which is open. */
    boolean isIdle() {
        Socket direct = socket;
        return direct != null && direct.isOpen() && first == null && ctx != null && !(piped && goesThroughPipeline());
    }

    /** Writes a part of a shared buffer at once. Only if it is idle. */
    void write(SharedBytes shared, int from, int to) {
        Socket direct = socket;
        if (direct == null || !direct.isOpen()) {
            return;
        }
        loop.count(to - from);
        int taken = LoopWriter.write(direct, shared.buffer, from, to);
        ChannelHandlerContext context = ctx;
        if (taken < to - from && context != null) {
            try {
                pipe(shared.view(from + taken, to));
            } catch (RuntimeException | OutOfMemoryError e) {
                channel.close(); // the peer has half of it
                throw e;
            }
            context.flush();
        }
    }

    /** Adds a part of a shared buffer. */
    void add(SharedBytes shared, int from, int to) {
        loop.count(to - from);
        if (goesThroughPipeline()) {
            pipe(shared.view(from, to));
            return;
        }
        Piece end = last;
        if (end != null && end.bytes == shared && end.to == from) {
            end.to = to;
        } else {
            Piece piece = loop.piece(shared, from, to);
            if (end == null) {
                first = piece;
            } else {
                end.next = piece;
            }
            last = piece;
        }
        bytes += to - from;
    }

    /** Adds finished frames that are for this connection alone, and takes them over. */
    void add(ByteBuf frames) {
        SharedBytes shared = new SharedBytes(frames);
        add(shared, frames.readerIndex(), frames.writerIndex());
        shared.release();
    }

    /** Adds a frame for this connection alone. */
    void addFrame(int opcode, byte[] payload) {
        add(opcode, payload);
    }

    /** Adds bytes that are no frame, for this connection alone. */
    void add(byte[] bytes) {
        add(NO_FRAME, bytes);
    }

    private void add(int opcode, byte[] payload) {
        int size = WebSocketFrames.MAX_HEADER + payload.length;
        if (size > LoopWriter.OWN_BYTES) {
            SharedBytes large = SharedBytes.ofCapacity(size);
            add(large, opcode, payload);
            large.release();
        } else {
            add(loop.own(size), opcode, payload);
        }
    }

    private void add(SharedBytes target, int opcode, byte[] payload) {
        ByteBuf out = target.buffer;
        int from = out.writerIndex();
        if (opcode != NO_FRAME) {
            WebSocketFrames.header(out, opcode, payload.length);
        }
        out.writeBytes(payload);
        add(target, from, out.writerIndex());
    }

    /** Writes what can be written. */
    void flush() {
        Piece pieces = first;
        Socket direct = socket;
        if (pieces != null && direct != null) {
            int all = bytes;
            first = null;
            last = null;
            bytes = 0;
            try {
                int taken = direct.isOpen() ? loop.write(direct, pieces) : all;
                if (taken < all) {
                    pipeFrom(pieces, taken);
                }
            } catch (RuntimeException | OutOfMemoryError e) {
                channel.close(); // the peer has a part of it
                throw e;
            } finally {
                loop.releaseAll(pieces);
            }
        }
        ChannelHandlerContext context = ctx;
        if (piped && context != null) {
            plain = 0;
            context.flush();
        }
    }

    /**
     * Writes everything, and something through the pipeline behind it.
     *
     * @param last what is written behind all the rest; taken over
     * @return done when {@code last} has left
     */
    ChannelFuture flushThen(ByteBuf last) {
        ChannelHandlerContext context = ctx;
        if (context == null) {
            last.release();
            return channel.newFailedFuture(new IOException("not attached"));
        }
        flush();
        piped = true;
        plain = 0;
        return context.writeAndFlush(last);
    }

    private void pipeFrom(Piece pieces, int taken) {
        int skip = taken;
        for (Piece piece = pieces; piece != null; piece = piece.next) {
            int length = piece.to - piece.from;
            if (skip < length) {
                pipe(piece.bytes.view(piece.from + skip, piece.to));
            }
            skip = Math.max(0, skip - length);
        }
    }

    private void pipe(ByteBuf buffer) {
        ChannelHandlerContext context = ctx;
        if (context == null) {
            buffer.release();
            return;
        }
        piped = true;
        if (socket == null) {
            plain += buffer.readableBytes();
        }
        context.write(buffer, context.voidPromise());
    }

    /** Lets go of everything that was not written. */
    void release() {
        Piece pieces = first;
        first = null;
        last = null;
        bytes = 0;
        if (pieces != null) {
            loop.releaseAll(pieces);
        }
    }
}
