package dev.parley.bench.peer;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of the {@link Floor}; belongs to its thread. */
final class FloorConnection {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final int BACKLOG_LIMIT = 1 << 25;
    private static final byte[] NOTHING = new byte[0];

    private final Floor floor;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final long id;
    private final List<FloorRoom> rooms = new ArrayList<>(1);
    private byte[] kept = NOTHING;
    private @Nullable ByteBuffer backlog;
    private boolean upgraded;
    private int seen;
    private int marked;
    private int taken;

    FloorConnection(Floor floor, SocketChannel channel, SelectionKey key, long id) {
        this.floor = floor;
        this.channel = channel;
        this.key = key;
        this.id = id;
    }

    long id() {
        return id;
    }

    List<FloorRoom> rooms() {
        return rooms;
    }

    void join(FloorRoom room) {
        if (!rooms.contains(room)) {
            rooms.add(room);
            room.add(this);
        }
    }

    void leave(FloorRoom room) {
        if (rooms.remove(room)) {
            room.remove(this);
        }
    }

    /** A second channel of this round marks. */
    void seen(int round) {
        if (seen == round) {
            marked = round;
        }
        seen = round;
    }

    /** In this round the bytes for this member are not simply those of one channel. */
    void mark(int round) {
        marked = round;
    }

    boolean isMarked(int round) {
        return marked == round;
    }

    /** True the first time in a round. */
    boolean takeMark(int round) {
        boolean first = taken != round;
        taken = round;
        return first;
    }

    int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    /** The start of a frame whose end had not come. */
    byte[] takeKept() {
        byte[] bytes = kept;
        kept = NOTHING;
        return bytes;
    }

    void received(byte[] data, int length) throws IOException {
        int at = upgraded ? 0 : upgrade(data, length);
        if (upgraded) {
            for (int next = frame(data, at, length); next > at; next = frame(data, at, length)) {
                at = next;
            }
        }
        if (at < length) {
            kept = Arrays.copyOfRange(data, at, length);
        }
    }

    private int upgrade(byte[] data, int length) throws IOException {
        int end = Handshake.end(data, length);
        if (end == 0) {
            return 0;
        }
        upgraded = true;
        write(ByteBuffer.wrap(Out.join(Handshake.answer(data, end), Out.frame(Out.open(id)))));
        return end;
    }

    /** Reads one frame; its end, or {@code at} if it is not complete. */
    private int frame(byte[] data, int at, int limit) throws IOException {
        if (limit - at < 6) {
            return at;
        }
        int length = data[at + 1] & 0x7f;
        int head = 2;
        if (length == 126) {
            length = ((data[at + 2] & 0xff) << 8) | (data[at + 3] & 0xff);
            head = 4;
        } else if (length == 127) {
            if (limit - at < 14) {
                return at;
            }
            length = Integer.reverseBytes((int) INTS.get(data, at + 6));
            head = 10;
        }
        int start = at + head + 4;
        int end = start + length;
        if (end > limit || end < start) {
            return at;
        }
        if ((data[at] & 0x80) == 0 || data[at + 1] >= 0) {
            throw new IllegalArgumentException("a frame in parts or without a mask");
        }
        unmask(data, start, end, (int) INTS.get(data, start - 4));
        frame(data[at] & 0x0f, data, start, end);
        return end;
    }

    private void frame(int opcode, byte[] data, int start, int end) throws IOException {
        switch (opcode) {
            case 1 -> floor.received(this, data, start, end);
            case 8 -> throw new IOException("closed by the client");
            case 9 ->
                write(ByteBuffer.wrap(Out.join(
                        new byte[] {(byte) 0x8a, (byte) (end - start)}, Arrays.copyOfRange(data, start, end))));
            default -> {}
        }
    }

    private static void unmask(byte[] data, int start, int end, int mask) {
        long wide = (mask & 0xffff_ffffL) | ((long) mask << 32);
        int at = start;
        for (; at + 8 <= end; at += 8) {
            LONGS.set(data, at, (long) LONGS.get(data, at) ^ wide);
        }
        for (int shift = 0; at < end; at++, shift += 8) {
            data[at] ^= (byte) (mask >> (shift & 31));
        }
    }

    void reply(byte[] packet) throws IOException {
        write(ByteBuffer.wrap(Out.frame(packet)));
    }

    /** Writes what the socket takes and keeps the rest; the buffer may be used again at once. */
    void send(ByteBuffer frames) throws IOException {
        write(frames);
    }

    private void write(ByteBuffer bytes) throws IOException {
        if (backlog == null) {
            channel.write(bytes);
        }
        if (bytes.hasRemaining()) {
            keep(bytes);
        }
    }

    private void keep(ByteBuffer rest) throws IOException {
        ByteBuffer waiting = backlog;
        if (waiting == null) {
            waiting = floor.buffer();
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
        if (waiting.remaining() < rest.remaining()) {
            int needed = waiting.position() + rest.remaining();
            if (needed > BACKLOG_LIMIT) {
                throw new IOException("a client reads too slowly");
            }
            ByteBuffer larger = ByteBuffer.allocateDirect(needed * 2).put(waiting.flip());
            floor.release(waiting);
            waiting = larger;
        }
        waiting.put(rest);
        backlog = waiting;
    }

    /** Writes what was kept. */
    void drain() throws IOException {
        ByteBuffer waiting = backlog;
        if (waiting == null) {
            return;
        }
        channel.write(waiting.flip());
        if (waiting.hasRemaining()) {
            waiting.compact();
            return;
        }
        backlog = null;
        floor.release(waiting);
        key.interestOps(SelectionKey.OP_READ);
    }

    void close() {
        ByteBuffer waiting = backlog;
        if (waiting != null) {
            backlog = null;
            floor.release(waiting);
        }
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
