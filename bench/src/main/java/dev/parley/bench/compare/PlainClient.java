package dev.parley.bench.compare;

import dev.parley.load.Target;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A client that is a member of any number of channels, and counts what it is sent. For what the load generator has no scenario for; it is not fast. A virtual
 * thread of its own reads; one other thread may send.
 */
final class PlainClient implements AutoCloseable {

    private static final byte[] EVENT = "42[\"m\"".getBytes(StandardCharsets.UTF_8);
    private static final int SECONDS = 60;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final LongAdder received;
    private final CountDownLatch connected = new CountDownLatch(1);
    private final CountDownLatch joined = new CountDownLatch(1);

    /** @param received counts the deliveries, perhaps of several clients */
    PlainClient(Target target, LongAdder received) throws IOException {
        this.received = received;
        socket = new Socket(target.address().getAddress(), target.address().getPort());
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 15));
        out = socket.getOutputStream();
        upgrade(target);
        Thread.ofVirtual().start(this::read);
        send(target.connectPacket());
        await(connected);
    }

    private void upgrade(Target target) throws IOException {
        String request = "GET " + target.path() + "?EIO=4&transport=websocket HTTP/1.1\r\nHost: " + target.host()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("no WebSocket: " + head.substring(0, head.indexOf("\r\n")));
        }
    }

    /** Returns when it is in all of them. Once. */
    void join(List<String> channels) throws IOException {
        for (int i = 0; i < channels.size(); i++) {
            String ack = i == channels.size() - 1 ? "1" : "";
            send("42" + ack + "[\"join\",{\"channel\":\"" + channels.get(i) + "\"}]");
        }
        await(joined);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("no answer within " + SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** A packet in one frame, with a mask that changes nothing. */
    synchronized void send(String packet) throws IOException {
        byte[] bytes = packet.getBytes(StandardCharsets.UTF_8);
        int head = bytes.length < 126 ? 6 : 8;
        byte[] frame = new byte[head + bytes.length];
        frame[0] = (byte) 0x81;
        if (bytes.length < 126) {
            frame[1] = (byte) (0x80 | bytes.length);
        } else {
            frame[1] = (byte) 0xfe;
            frame[2] = (byte) (bytes.length >> 8);
            frame[3] = (byte) bytes.length;
        }
        System.arraycopy(bytes, 0, frame, head, bytes.length);
        out.write(frame);
    }

    private void read() {
        try {
            while (true) {
                int opcode = in.readUnsignedByte() & 0x0f;
                int length = in.readUnsignedByte();
                if (length == 126) {
                    length = in.readUnsignedShort();
                } else if (length == 127) {
                    length = Math.toIntExact(in.readLong());
                }
                byte[] packet = in.readNBytes(length);
                if (opcode == 1) {
                    received(packet);
                }
            }
        } catch (IOException e) {
            // Closed, by us or by the server; what is missing then is seen in the counts.
        }
    }

    private void received(byte[] packet) throws IOException {
        if (starts(packet, EVENT)) {
            received.increment();
        } else if (packet.length == 1 && packet[0] == '2') {
            send("3");
        } else if (packet[0] == '4' && packet[1] == '0') {
            connected.countDown();
        } else if (packet[0] == '4' && packet[1] == '3') {
            joined.countDown();
        }
    }

    private static boolean starts(byte[] packet, byte[] with) {
        for (int i = 0; i < with.length; i++) {
            if (i >= packet.length || packet[i] != with[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
