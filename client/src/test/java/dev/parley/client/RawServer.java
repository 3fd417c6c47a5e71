package dev.parley.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server that does, byte by byte, what a test tells it, each connection on a thread of its own. */
final class RawServer implements AutoCloseable {

    private static final int CLOSE = 8;

    /** What a connection does. */
    interface Script {
        void play(Peer peer) throws IOException;
    }

    private final ServerSocket socket;
    private final Script script;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Boolean> ends = new LinkedBlockingQueue<>();

    private RawServer(Script script) throws IOException {
        this.script = script;
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("raw-server", this::accept);
    }

    static RawServer playing(Script script) throws IOException {
        return new RawServer(script);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** How many connections there were. */
    int connections() {
        return open.size();
    }

    Address address() {
        return new Address(URI.create("http://user:secret@127.0.0.1:" + port()), Dialect.ALTOGIC, null, null);
    }

    /** Waits until so many connections have ended: their script, and then their input. */
    void awaitEnds(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            if (ends.poll(10, TimeUnit.SECONDS) == null) {
                throw new AssertionError("connection " + (i + 1) + " of " + count + " is still open");
            }
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket accepted = socket.accept();
                open.add(accepted);
                start("raw-peer", () -> serve(accepted));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket accepted) {
        try (accepted) {
            Peer peer = new Peer(accepted);
            script.play(peer);
            peer.drain();
        } catch (IOException e) {
            // the client has gone, which is an end too
        }
        ends.add(true);
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket each : open) {
            each.close();
        }
    }

    /** A frame that the client sent. */
    @SuppressWarnings("ArrayRecordComponent")
    record Frame(int opcode, boolean last, byte[] data) {
        String text() {
            return new String(data, StandardCharsets.UTF_8);
        }
    }

    /** One connection. */
    static final class Peer {

        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        /** The request line and the headers. */
        List<String> request() throws IOException {
            List<String> lines = new ArrayList<>();
            StringBuilder line = new StringBuilder();
            while (true) {
                char c = (char) in.readUnsignedByte();
                if (c == '\n') {
                    if (line.isEmpty()) {
                        return lines;
                    }
                    lines.add(line.toString());
                    line.setLength(0);
                } else if (c != '\r') {
                    line.append(c);
                }
            }
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        void write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        void answer(int status, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            write("HTTP/1.1 " + status + " X\r\nContent-Length: " + bytes.length + "\r\n\r\n" + body);
        }

        byte[] bytes(int count) throws IOException {
            byte[] bytes = new byte[count];
            in.readFully(bytes);
            return bytes;
        }

        /** Answers the WebSocket handshake, and sends an OPEN packet. */
        void open() throws IOException {
            upgrade();
            text("0{\"sid\":\"s\"}");
        }

        void upgrade() throws IOException {
            upgrade(key(request()));
        }

        void upgrade(String key) throws IOException {
            write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n");
        }

        static String key(List<String> request) {
            return request.stream()
                    .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("sec-websocket-key:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseThrow();
        }

        private static String accept(String key) {
            try {
                byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
                return Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        void text(String text) throws IOException {
            frame(1, true, text.getBytes(StandardCharsets.UTF_8));
        }

        void binary(byte[] bytes) throws IOException {
            frame(2, true, bytes);
        }

        void close(int code, String reason) throws IOException {
            byte[] text = reason.getBytes(StandardCharsets.UTF_8);
            byte[] data = new byte[text.length + 2];
            data[0] = (byte) (code >> 8);
            data[1] = (byte) code;
            System.arraycopy(text, 0, data, 2, text.length);
            frame(CLOSE, true, data);
        }

        void frame(int opcode, boolean last, byte[] data) throws IOException {
            write(encoded(opcode, last, data));
        }

        static byte[] encoded(int opcode, boolean last, byte[] data) {
            int header = data.length < 126 ? 2 : data.length < 65_536 ? 4 : 10;
            byte[] frame = new byte[header + data.length];
            frame[0] = (byte) (opcode | (last ? 0x80 : 0));
            frame[1] = (byte) (header == 2 ? data.length : header == 4 ? 126 : 127);
            for (int i = 2, shift = 8 * (header - 3); i < header; i++, shift -= 8) {
                frame[i] = (byte) ((long) data.length >> shift);
            }
            System.arraycopy(data, 0, frame, header, data.length);
            return frame;
        }

        /** The next frame, unmasked. */
        Frame frame() throws IOException {
            int first = in.readUnsignedByte();
            int second = in.readUnsignedByte();
            int length = second & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = (int) in.readLong();
            }
            byte[] mask = new byte[4];
            in.readFully(mask);
            byte[] data = new byte[length];
            in.readFully(data);
            for (int i = 0; i < length; i++) {
                data[i] ^= mask[i & 3];
            }
            return new Frame(first & 0xf, (first & 0x80) != 0, data);
        }

        /** The next text message, put together from its frames. */
        String message() throws IOException {
            Frame frame = frame();
            StringBuilder text = new StringBuilder(frame.text());
            while (!frame.last()) {
                frame = frame();
                text.append(frame.text());
            }
            return text.toString();
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        void shutdown() throws IOException {
            socket.close();
        }

        /** Reads until the client has closed. */
        void drain() throws IOException {
            byte[] dropped = new byte[8_192];
            while (in.read(dropped) >= 0) {
                // nothing to do with it
            }
        }
    }
}
