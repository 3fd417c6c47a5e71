package dev.parley.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;

/** The members' connections: in both namespaces, looking at a room. One thread reads what they are sent and throws it away. */
final class Receivers implements AutoCloseable {

    private static final int BUFFER = 1 << 20;

    private final int port;
    private final Selector selector;
    private final LongAdder bytes = new LongAdder();
    private final Thread thread;
    private volatile boolean closed;

    Receivers(int port) throws IOException {
        this.port = port;
        selector = Selector.open();
        thread = Thread.ofPlatform().name("receivers").daemon().unstarted(this::read);
    }

    /** Connects a member, which is then in both namespaces and in its room. Before {@link #start}. */
    void connect(String token, String room) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.write(
                ascii("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                        + "Authorization: " + token + "\r\n\r\n"));
        await(channel, "0{");
        channel.write(frame("40"));
        await(channel, "40{");
        channel.write(frame("40/message,"));
        await(channel, "40/message,{");
        channel.write(frame("42/message,[\"join\",\"" + room + "\"]"));
        await(channel, "all_messages");
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    /** Reads until the text has come; what comes with it is thrown away. */
    private static void await(SocketChannel channel, String text) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(65_536);
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(text) < 0) {
            buffer.clear();
            if (channel.read(buffer) < 0) {
                throw new EOFException("the server closed the connection while \"" + text + "\" was awaited");
            }
            seen.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
        }
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A masked text frame of less than 126 bytes, with a mask of zeroes. */
    private static ByteBuffer frame(String text) {
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frame = ByteBuffer.allocate(6 + payload.length);
        frame.put((byte) 0x81).put((byte) (0x80 | payload.length)).putInt(0).put(payload);
        return frame.flip();
    }

    void start() {
        thread.start();
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try {
            while (!closed) {
                selector.select(key -> drain(key, buffer));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void drain(SelectionKey key, ByteBuffer buffer) {
        try {
            buffer.clear();
            int read = ((SocketChannel) key.channel()).read(buffer);
            if (read < 0) {
                key.cancel();
            } else {
                bytes.add(read);
            }
        } catch (IOException e) {
            key.cancel();
        }
    }

    /** Bytes they were sent since {@link #start}. */
    long bytes() {
        return bytes.sum();
    }

    /** Connections that are open. */
    int open() {
        return (int) selector.keys().stream().filter(SelectionKey::isValid).count();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
