package dev.parley.e2e.sdk;

import dev.parley.e2e.sdk.Relay.Pipe;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A forward proxy: CONNECT opens a tunnel, and of any other request the connection goes to the port of this machine that it names. */
final class ConnectProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();

    ConnectProxy() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The first lines of the connections' first requests. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                // Closed.
                return;
            }
        }
    }

    private void serve(Socket near) {
        try (near) {
            String head = head(near.getInputStream());
            String line = head.substring(0, head.indexOf("\r\n"));
            requests.add(line);
            String[] words = line.split(" ", -1);
            boolean tunnel = words[0].equals("CONNECT");
            URI target = URI.create(tunnel ? "tunnel://" + words[1] : words[1]);
            try (Socket far = new Socket(InetAddress.getLoopbackAddress(), target.getPort())) {
                if (tunnel) {
                    write(near, "HTTP/1.1 200 Connection established\r\n\r\n");
                } else {
                    write(far, head);
                }
                Pipe.both(near, far);
            }
        } catch (IOException e) {
            // One side is gone, and the other one is closed.
            return;
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** A request up to the empty line. */
    static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended within a request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
