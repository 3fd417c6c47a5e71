package dev.parley.client.testing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An accepted socket with a thread that writes. Safe for all threads; {@link #write} and {@link #end} never wait, so they may be
 * called with the server's lock. The reading is done by the thread of {@link Conversation}.
 */
final class TcpConnection {

    private static final byte[] END = new byte[0];
    private static final int BUFFER = 16_384;

    private final Socket socket;
    private final Gate gate;
    private final BlockingQueue<byte[]> outgoing = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean reset;

    TcpConnection(Socket socket, Gate gate) {
        this.socket = socket;
        this.gate = gate;
    }

    void write(byte[] bytes) {
        if (bytes.length > 0) {
            outgoing.add(bytes);
        }
    }

    /** Closes the socket after what was written before. */
    void end() {
        outgoing.add(END);
    }

    /**
     * Like {@link #end}, but as a connection ends whose other side has vanished. The JDK's WebSocket may overlook the end of one that is closed right behind a
     * message (seen in 17 and 25), but not this.
     */
    void reset() {
        reset = true;
        end();
    }

    /** {@link #reset}, and returns when the socket is closed. What a client does not read within a second is not waited for. */
    void cut() {
        reset();
        if (!isClosedWithin(1)) {
            close();
            isClosedWithin(5);
        }
    }

    /** Bytes from the client. No byte is handed out while the gate is shut. */
    InputStream input() throws IOException {
        InputStream gated = new FilterInputStream(socket.getInputStream()) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                gate.pass(closed);
                int count = super.read(bytes, from, length);
                gate.pass(closed);
                return count;
            }
        };
        return new BufferedInputStream(gated, BUFFER);
    }

    /** Writes until the end; the body of this connection's second thread. */
    void writeAll() {
        try {
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
            while (true) {
                byte[] next = outgoing.poll();
                if (next == null) {
                    out.flush();
                    next = outgoing.take();
                }
                if (next == END) {
                    out.flush();
                    return;
                }
                out.write(next);
            }
        } catch (IOException e) {
            // The client is gone; its reader notices too.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
            closed.countDown();
            gate.knock();
        }
    }

    private void close() {
        try {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    private boolean isClosedWithin(int seconds) {
        try {
            return closed.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
