package dev.parley.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a client sends into frames and unmasks them (RFC 6455 section 5.2), from the bytes as they were read: a frame that came
 * whole is copied once, into an array of its own. What is incomplete takes no more memory than twice what has arrived.
 *
 * <p>Thread rule: the channel's event loop.
 */
abstract class FrameParser extends ChannelInboundHandlerAdapter {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NOT_ASCII = 0x8080808080808080L;
    private static final byte[] NOTHING = {};
    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7F;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int MAX_HEADER = 14;
    private static final int MAX_CONTROL = 125;

    private byte @Nullable [] head;
    private int headLength;

    private boolean inPayload;
    private int first;
    private int mask;
    private int length;
    private byte[] payload = NOTHING;
    private int received;
    private long seen;

    /** The most bytes that a frame's payload may have. */
    abstract int maxPayload();

    /** Whether nothing that comes is of interest any more. */
    abstract boolean isDeaf();

    /**
     * A frame is complete.
     *
     * @param payload its own array
     * @param ascii whether all its bytes are below 128
     */
    abstract void frame(int opcode, boolean fin, byte[] payload, boolean ascii);

    /** The client broke the protocol; it is to be called no more. */
    abstract void broken(int code, String reason);

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            // What HTTP left behind the upgrade request (its LastHttpContent) is swallowed here.
            if (message instanceof ByteBuf bytes) {
                parse(bytes);
            }
        } finally {
            WebSocketConnection.discard(message);
        }
    }

    private void parse(ByteBuf in) {
        while (!isDeaf() && in.isReadable() && (inPayload || readHead(in)) && readPayload(in)) {
            byte[] complete = payload;
            payload = NOTHING;
            inPayload = false;
            frame(first & 0xF, (first & FIN) != 0, complete, (seen & NOT_ASCII) == 0);
        }
    }

    /** Reads a header, or what there is of it; false if that is not all, or wrong. */
    private boolean readHead(ByteBuf in) {
        int at = in.readerIndex();
        if (headLength == 0 && in.readableBytes() >= 2) {
            int size = headSize(in.getByte(at + 1));
            if (in.readableBytes() >= size) {
                boolean good = begin(in, at);
                in.skipBytes(size);
                return good;
            }
        }
        return gatherHead(in);
    }

    private boolean gatherHead(ByteBuf in) {
        byte[] bytes = head;
        if (bytes == null) {
            bytes = new byte[MAX_HEADER];
            head = bytes;
        }
        while (in.isReadable()) {
            bytes[headLength++] = in.readByte();
            if (headLength >= 2 && headLength == headSize(bytes[1])) {
                head = null;
                headLength = 0;
                return begin(Unpooled.wrappedBuffer(bytes), 0);
            }
        }
        return false;
    }

    private static int headSize(byte second) {
        int size = second & LENGTH;
        return 2 + (size == LENGTH_16 ? 2 : size == LENGTH_64 ? 8 : 0) + ((second & MASKED) == 0 ? 0 : Integer.BYTES);
    }

    /** Takes a whole header in; false if it is wrong. */
    private boolean begin(ByteBuf in, int at) {
        first = in.getUnsignedByte(at);
        int second = in.getUnsignedByte(at + 1);
        long size = second & LENGTH;
        int next = at + 2;
        if (size == LENGTH_16) {
            size = in.getUnsignedShort(next);
            next += 2;
        } else if (size == LENGTH_64) {
            size = in.getLong(next);
            next += 8;
        }
        String fault = fault(second, size);
        if (fault != null) {
            broken(WebSocketClose.PROTOCOL_ERROR, fault);
            return false;
        }
        if (size > maxPayload()) {
            broken(WebSocketClose.TOO_BIG, "message is larger than " + maxPayload() + " bytes");
            return false;
        }
        mask = in.getIntLE(next);
        length = (int) size;
        received = 0;
        seen = 0;
        inPayload = true;
        return true;
    }

    private @Nullable String fault(int second, long size) {
        int opcode = first & 0xF;
        boolean control = (opcode & 0x8) != 0;
        if ((first & RESERVED) != 0) {
            return "a reserved bit is set and no extension was agreed on";
        }
        if ((opcode > WebSocketFrames.BINARY && !control) || opcode > WebSocketFrames.PONG) {
            return "reserved opcode " + opcode;
        }
        if (control && (first & FIN) == 0) {
            return "a control frame is fragmented";
        }
        if (control && size > MAX_CONTROL) {
            return "a control frame has more than " + MAX_CONTROL + " bytes";
        }
        if ((second & MASKED) == 0) {
            return "a client's frame is not masked";
        }
        int form = second & LENGTH;
        if (size < 0 || (form == LENGTH_16 && size < LENGTH_16) || (form == LENGTH_64 && size <= 0xFFFF)) {
            return "the length is not in its shortest form";
        }
        return null;
    }

    /** Reads payload; false if that is not all. */
    private boolean readPayload(ByteBuf in) {
        int count = Math.min(in.readableBytes(), length - received);
        int end = received + count;
        if (payload.length < end) {
            int capacity = Math.min(length, Math.max(end, 2 * payload.length));
            payload = received == 0 ? new byte[capacity] : Arrays.copyOf(payload, capacity);
        }
        in.readBytes(payload, received, count);
        unmask(received, end);
        received = end;
        return end == length;
    }

    /** Bytes of memory that an incomplete frame takes. */
    final int held() {
        return payload.length;
    }

    private void unmask(int from, int to) {
        byte[] bytes = payload;
        int key = Integer.rotateRight(mask, 8 * (from & 3));
        long wide = (key & 0xFFFFFFFFL) * 0x1_0000_0001L;
        long all = 0;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long plain = (long) LONGS.get(bytes, i) ^ wide;
            LONGS.set(bytes, i, plain);
            all |= plain;
        }
        for (; i < to; i++) {
            bytes[i] ^= (byte) (key >>> (8 * ((i - from) & 3)));
            all |= bytes[i];
        }
        seen |= all;
    }
}
