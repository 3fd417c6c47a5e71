package dev.parley.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One connection to the server: its socket, what was read of a frame that is not complete, and what the socket did not take. */
abstract class Line {

    /** Told what happens on lines. */
    interface Events {
        /** The server has let it in, and it is in its channel if it has one. */
        void entered(Line line, long now);

        /**
         * A packet after that, which is no ping.
         *
         * @param in the loop's buffer, where the text lies; valid during the call
         * @param now when it was read
         */
        void text(Line line, ByteBuffer in, int at, int length, long now);

        /** It broke, and is closed. */
        void failed(Line line, String why);
    }

    /** Before anybody listens. */
    private enum Unheard implements Events {
        UNHEARD;

        @Override
        public void entered(Line line, long now) {}

        @Override
        public void text(Line line, ByteBuffer in, int at, int length, long now) {}

        @Override
        public void failed(Line line, String why) {}
    }

    private static final byte[] NOTHING = {};

    /** What waits for a socket that does not take it; more means that the server has stopped reading. */
    private static final int MOST_PENDING = 64 << 20;

    private final Loop loop;
    private final Target target;
    private final int index;
    private Events events = Unheard.UNHEARD;
    private @Nullable SocketChannel socket;
    private @Nullable SelectionKey key;
    private byte[] carry = NOTHING;
    private int carried;
    private long opened;
    private @Nullable ByteBuffer pending;

    Line(Loop loop, Target target, int index) {
        this.loop = loop;
        this.target = target;
        this.index = index;
    }

    final Loop loop() {
        return loop;
    }

    final Target target() {
        return target;
    }

    /** Its number among its kind. */
    final int index() {
        return index;
    }

    final Events events() {
        return events;
    }

    final void events(Events next) {
        events = next;
    }

    /** When {@link #open} was called. */
    final long opened() {
        return opened;
    }

    final boolean isOpen() {
        return socket != null;
    }

    /** The socket is connected: the first request leaves. */
    abstract void connected();

    /**
     * Takes what has come.
     *
     * @return where it stopped: what is behind that is not complete
     */
    abstract int received(ByteBuffer in, int end, long now);

    /** What it was doing, for messages such as "closed while ...". */
    abstract String doing();

    final void open() {
        opened = Nanos.now();
        try {
            SocketChannel made = SocketChannel.open();
            socket = made;
            made.configureBlocking(false);
            made.setOption(StandardSocketOptions.TCP_NODELAY, true);
            boolean done = made.connect(target.address());
            key = made.register(loop.selector(), done ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
            if (done) {
                connected();
            }
        } catch (IOException e) {
            fail(Words.noConnection(target, e));
        }
    }

    final void ready(SelectionKey selected) {
        SocketChannel from = socket;
        if (from == null) {
            return;
        }
        try {
            int ops = selected.readyOps();
            if ((ops & SelectionKey.OP_READ) != 0) {
                read(from);
            } else if ((ops & SelectionKey.OP_WRITE) != 0) {
                write(NONE);
            } else if ((ops & SelectionKey.OP_CONNECT) != 0) {
                from.finishConnect();
                selected.interestOps(SelectionKey.OP_READ);
                connected();
            }
        } catch (IOException e) {
            fail(Words.broken(target, doing(), e));
        }
    }

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private void read(SocketChannel from) throws IOException {
        ByteBuffer in = loop.in().clear().limit(Loop.RECEIVE).put(carry, 0, carried);
        int count = from.read(in);
        long now = Nanos.now();
        in.limit(in.capacity());
        if (count < 0) {
            fail("the server closed the connection while " + doing());
            return;
        }
        Meter meter = loop.meter();
        meter.reads++;
        meter.bytesIn += count;
        int end = in.position();
        int at = received(in, end, now);
        keep(in, at, end);
        if (pending != null && (Objects.requireNonNull(key).readyOps() & SelectionKey.OP_WRITE) != 0) {
            write(NONE);
        }
    }

    private void keep(ByteBuffer in, int at, int end) {
        carried = socket == null ? 0 : end - at;
        if (carried > 0) {
            if (carry.length < carried) {
                carry = new byte[Math.max(512, Integer.highestOneBit(carried) << 1)];
            }
            in.get(at, carry, 0, carried);
        }
    }

    /** Writes bytes, after what still waits. */
    final void write(ByteBuffer bytes) {
        SocketChannel to = socket;
        if (to == null) {
            return;
        }
        try {
            Meter meter = loop.meter();
            meter.bytesOut += bytes.remaining();
            ByteBuffer first = pending;
            if (first != null) {
                meter.writes++;
                to.write(first);
                if (first.hasRemaining()) {
                    pending = joined(first, bytes);
                    return;
                }
                pending = null;
                Objects.requireNonNull(key).interestOps(SelectionKey.OP_READ);
            }
            if (bytes.hasRemaining()) {
                meter.writes++;
                to.write(bytes);
            }
            if (bytes.hasRemaining()) {
                pending = joined(NONE, bytes);
                Objects.requireNonNull(key).interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        } catch (IOException e) {
            fail(Words.broken(target, doing(), e));
        }
    }

    private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) throws IOException {
        int size = first.remaining() + second.remaining();
        if (size > MOST_PENDING) {
            throw new IOException("the server takes less than is sent: " + size + " bytes wait to be written");
        }
        if (!second.hasRemaining()) {
            return first;
        }
        return ByteBuffer.allocateDirect(size).put(first).put(second).flip();
    }

    final void fail(String why) {
        if (socket != null) {
            close();
            events.failed(this, why);
        }
    }

    /** Ends it with a reset, so that it leaves nothing behind that would keep its port from being used again. */
    final void close() {
        SocketChannel open = socket;
        socket = null;
        pending = null;
        carried = 0;
        if (open != null) {
            try {
                open.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                // Then it ends in the other way.
            }
            try {
                open.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }
    }
}
