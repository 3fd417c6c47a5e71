package dev.parley.client.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Accepts connections on loopback, and knows all threads that serve them. {@link #open} and {@link #close} by one thread at a time. */
final class Listener {

    private static final int BACKLOG = 1_024;
    /** Small and fixed, so that a server that stops reading is noticed by its clients. */
    private static final int RECEIVE_BUFFER = 65_536;

    private static final long PATIENCE_MILLIS = 5_000;

    private final Core core;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket server;
    private @Nullable Thread acceptor;

    Listener(Core core) {
        this.core = core;
    }

    /** Listens at this port, or at a free one for 0; the port. */
    int open(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.setReceiveBufferSize(RECEIVE_BUFFER);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
            server = socket;
            acceptor = start("accepts", () -> accept(socket));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("The fake server cannot listen at port " + port + ": " + e.getMessage(), e);
        }
    }

    boolean isOpen() {
        return server != null;
    }

    /** Returns when nobody listens at the port any more. */
    void close() {
        ServerSocket socket = server;
        Thread thread = acceptor;
        server = null;
        acceptor = null;
        if (socket == null || thread == null) {
            return;
        }
        try {
            socket.close();
        } catch (IOException e) {
            core.problems.add(e);
        }
        join(thread);
    }

    /** Waits for the threads of all connections. */
    void join() {
        threads.forEach(this::join);
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                serve(from.accept());
            } catch (IOException e) {
                if (!from.isClosed()) {
                    core.problems.add(e);
                }
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        if (core.guard.get(() -> core.handshakes.closesOnAccept())) {
            socket.close();
            return;
        }
        socket.setTcpNoDelay(true);
        TcpConnection connection = new TcpConnection(socket, core.gate);
        core.guard.run(() -> core.engine.accepted(connection));
        start("writes", connection::writeAll);
        start("reads", new Conversation(connection, core));
    }

    private Thread start(String what, Runnable body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } finally {
                        threads.remove(Thread.currentThread());
                    }
                },
                "fake-server-" + what);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return thread;
    }

    private void join(Thread thread) {
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            core.problems.add(new IllegalStateException(thread.getName() + " does not end."));
        }
    }
}
