package dev.parley.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * As much of a server as the generator's clients need to come in, on loopback and with blocking calls. What is sent to them then
 * is up to the owner.
 */
final class BareServer implements AutoCloseable {

    private static final String UPGRADED = String.join(
            "\r\n",
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            "",
            "");

    private final ServerSocketChannel listener;
    private final List<SocketChannel> members = new ArrayList<>();

    BareServer() throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    }

    Target target() {
        InetSocketAddress address = (InetSocketAddress) listener.socket().getLocalSocketAddress();
        return new Target(address, "localhost", "/socket.io/", "40", "bench");
    }

    /** Lets this many clients in, one after the other, and into their channels. */
    List<SocketChannel> accept(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel member = acceptOutside();
            await(member);
            write(member, frame("431[{\"ok\":true}]"));
        }
        return members;
    }

    /** Lets one client in, into no channel. */
    SocketChannel acceptOutside() throws IOException {
        SocketChannel member = listener.accept();
        member.setOption(StandardSocketOptions.TCP_NODELAY, true);
        members.add(member);
        await(member);
        write(member, UTF_8.encode(UPGRADED));
        write(member, frame("0{\"sid\":\"s\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000}"));
        await(member);
        write(member, frame("40{\"sid\":\"s\"}"));
        return member;
    }

    /** What clients say on their way in is known, and small enough to come at once. */
    private static void await(SocketChannel member) throws IOException {
        if (member.read(ByteBuffer.allocate(4096)) < 0) {
            throw new IOException("the client is gone");
        }
    }

    static void write(SocketChannel member, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            member.write(bytes);
        }
    }

    /** A text frame as servers send it, unmasked. */
    static ByteBuffer frame(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(bytes.length + 10).put((byte) 0x81);
        if (bytes.length < 126) {
            frame.put((byte) bytes.length);
        } else if (bytes.length < 65_536) {
            frame.put((byte) 126).putShort((short) bytes.length);
        } else {
            frame.put((byte) 127).putLong(bytes.length);
        }
        return frame.put(bytes).flip().slice();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel member : members) {
            member.close();
        }
        listener.close();
    }
}
