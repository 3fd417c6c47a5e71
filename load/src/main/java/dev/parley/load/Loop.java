package dev.parley.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * The one thread of the generator: reads what has come, then lets the work send what is due. All connections share its receive
 * buffer, in which frames are read where they lie, and its outlet.
 */
final class Loop implements AutoCloseable {

    /** Bytes of the receive buffer, which a frame must fit in. */
    static final int RECEIVE = 1 << 20;

    /** So that eight bytes can be read at any place that holds something. */
    private static final int SLACK = 64;

    /** Below this many nanoseconds it spins: the selector waits in whole milliseconds, which would show in latencies. */
    private static final long SPIN = 1_500_000;

    private static final long LONGEST_WAIT = 100_000_000;

    /** What is to be done between reads. */
    interface Work {
        int DONE = -1;

        /**
         * Sends what is due.
         *
         * @return nanoseconds until something is due again unless something comes before; {@link #DONE} if it is all over
         */
        long turn(long now) throws IOException;
    }

    private final Selector selector;
    private final ByteBuffer in = ByteBuffer.allocateDirect(RECEIVE + SLACK);
    private final Outlet outlet = new Outlet();
    private final Meter meter = new Meter();

    Loop() throws IOException {
        selector = Selector.open();
    }

    Selector selector() {
        return selector;
    }

    ByteBuffer in() {
        return in;
    }

    Outlet outlet() {
        return outlet;
    }

    Meter meter() {
        return meter;
    }

    /** Until the work is done. */
    void run(Work work) throws IOException {
        long wait = work.turn(Nanos.now());
        while (wait != Work.DONE) {
            outlet.flush();
            if (wait < SPIN) {
                Thread.onSpinWait();
                selector.selectNow(Loop::ready);
            } else {
                selector.select(Loop::ready, Math.max(1, Math.min(wait, LONGEST_WAIT) / 1_000_000 - 1));
            }
            wait = work.turn(Nanos.now());
        }
        outlet.flush();
    }

    private static void ready(SelectionKey key) {
        ((Line) key.attachment()).ready(key);
    }

    /** Also closes all connections. */
    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            ((Line) key.attachment()).close();
        }
        selector.close();
    }
}
