package dev.parley.e2e.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Carries connections to a port of this machine as they are, or, while it is shut, takes none. What is connected stays when it is shut. */
final class Relay implements AutoCloseable {

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean open = true;

    Relay(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    void shut() {
        open = false;
    }

    void open() {
        open = true;
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                if (open) {
                    Thread.ofVirtual().start(() -> carry(socket));
                } else {
                    socket.close();
                }
            } catch (IOException e) {
                // Or the peer has gone already.
                if (listener.isClosed()) {
                    return;
                }
            }
        }
    }

    private void carry(Socket near) {
        try (near;
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target)) {
            sockets.add(near);
            sockets.add(far);
            Pipe.both(near, far);
        } catch (IOException e) {
            // One side is gone, and the other one is closed.
        } finally {
            sockets.remove(near);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies bytes both ways until one side ends. */
    static final class Pipe {

        private Pipe() {}

        static void both(Socket near, Socket far) throws IOException {
            Thread back = Thread.ofVirtual().start(() -> {
                try {
                    copy(far, near);
                } catch (IOException e) {
                    close(near);
                }
            });
            try {
                copy(near, far);
            } finally {
                close(far);
                close(near);
                back.interrupt();
            }
        }

        private static void copy(Socket from, Socket to) throws IOException {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                out.flush();
            }
            close(to);
        }

        private static void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is of no more use either way.
                return;
            }
        }
    }
}
