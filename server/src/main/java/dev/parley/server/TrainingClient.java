package dev.parley.server;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A Socket.IO client on a bare socket, enough for {@link Training}: a library's classes would only fill the cache. Blocks; short
 * frames without fragments are all that the server sends it.
 */
final class TrainingClient implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7f;
    private static final int SHORT = 126;

    private final Socket socket;
    private final DataInputStream in;

    private TrainingClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** Asks for a page and reads it all. */
    static void get(int port, String path) throws IOException {
        try (Socket socket = connect(port);
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            in.readAllBytes();
        }
    }

    /** Connected to the default app. */
    static TrainingClient open(int port, String key) throws IOException {
        TrainingClient client = new TrainingClient(connect(port));
        client.upgrade();
        client.awaitPacket("0{");
        client.send("40{\"envId\":\"default\",\"clientKey\":\"" + key + "\"}");
        client.awaitPacket("40");
        return client;
    }

    private void upgrade() throws IOException {
        String request = String.join(
                "\r\n",
                "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
                "Host: localhost",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "",
                "");
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        int last = 0;
        // The head ends with an empty line.
        while (last != 0x0d0a0d0a) {
            last = last << 8 | in.readUnsignedByte();
        }
    }

    void join() throws IOException {
        send("421[\"join\",{\"channel\":\"training\"}]");
        awaitPacket("431");
    }

    void publish(int number) throws IOException {
        send("42[\"message\",{\"channel\":\"training\",\"eventName\":\"m\",\"message\":{\"number\":" + number
                + ",\"text\":\"" + "x".repeat(100) + "\"},\"echo\":true}]");
    }

    void awaitMessage() throws IOException {
        awaitPacket("42[\"m\"");
    }

    /** Masked with zeros: allowed, and as costly for the server as any other mask. */
    private void send(String packet) throws IOException {
        byte[] bytes = packet.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(8 + bytes.length);
        frame.put((byte) TEXT);
        if (bytes.length < SHORT) {
            frame.put((byte) (MASKED | bytes.length));
        } else {
            frame.put((byte) (MASKED | SHORT)).putShort((short) bytes.length);
        }
        frame.putInt(0).put(bytes);
        socket.getOutputStream().write(frame.array(), 0, frame.position());
    }

    /** Reads until one comes that begins so; presence events and others may come before. */
    private void awaitPacket(String beginning) throws IOException {
        while (true) {
            int kind = in.readUnsignedByte();
            int length = in.readUnsignedByte() & LENGTH;
            byte[] bytes = new byte[length < SHORT ? length : in.readUnsignedShort()];
            in.readFully(bytes);
            if (kind != TEXT) {
                throw new EOFException("the server ended the connection");
            }
            if (new String(bytes, StandardCharsets.UTF_8).startsWith(beginning)) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
