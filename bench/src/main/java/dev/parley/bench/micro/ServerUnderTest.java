package dev.parley.bench.micro;

import dev.parley.core.Broker;
import dev.parley.core.Clock;
import dev.parley.core.Hub;
import dev.parley.core.HubOptions;
import dev.parley.core.Shard;
import dev.parley.server.config.Config;
import dev.parley.server.config.ConfigException;
import dev.parley.server.gateway.altogic.AltogicGateway;
import dev.parley.server.identity.Admission;
import dev.parley.server.identity.Apps;
import dev.parley.server.identity.Sessions;
import dev.parley.socketio.SocketIoOptions;
import dev.parley.socketio.SocketIoServer;
import dev.parley.transport.Listener;
import dev.parley.transport.ListenerOptions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The server's realtime part, with one loop, in this process. Clients are sockets that say hello and no more. */
final class ServerUnderTest implements AutoCloseable {
    private static final String SETTINGS =
            "apps: [ { id: default, clientKeys: [ { key: bench } ]," + " publishRate: { events: 0, bytes: 0 } } ]";
    private static final String UPGRADE = String.join(
            "\r\n",
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
            "Host: localhost",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");
    private static final int MASKED = 0x80;
    private static final int FINAL_TEXT = 0x81;
    private static final int SHORTEST_LONG = 126;

    private final Listener listener = Listener.create(ListenerOptions.loopback(0, 1));
    private final Hub hub;
    private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    private final List<Socket> sockets = new ArrayList<>();

    ServerUnderTest() {
        Clock clock = Clock.system();
        hub = new Hub(HubOptions.defaults(), Broker.embedded(), clock, listener.loops());
        List<Shard> shards = List.of(hub.shard(0));
        listener.attach(shards, clock);
        Apps apps = new Apps(settings().apps());
        SocketIoServer io = new SocketIoServer(SocketIoOptions.defaults(), hub, listener.upgrade(), clock);
        io.namespace("/", new AltogicGateway(apps, new Admission(Sessions.NONE, clock), hub, "bench"));
        listener.start(shards, (shard, request) -> {
                    accepted.add(((ConnectionBase) request.connection()).channel());
                    io.handle(shard, request);
                })
                .await();
    }

    private static Config settings() {
        try {
            return Config.parse(SETTINGS);
        } catch (ConfigException e) {
            throw new IllegalStateException(e);
        }
    }

    Shard shard() {
        return hub.shard(0);
    }

    /** Lets a client in and returns the server's side of its connection. */
    Channel connect() throws InterruptedException {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
            sockets.add(socket);
            socket.getOutputStream().write(Samples.ascii(UPGRADE));
            await(socket, "pingInterval");
            ByteBuf connect = maskedFrame(Samples.ascii("40{\"clientKey\":\"bench\"}"));
            connect.readBytes(socket.getOutputStream(), connect.readableBytes());
            await(socket, "40{\"sid\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return accepted.take();
    }

    private static void await(Socket socket, String text) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(text) < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("the server did not say " + text + " but " + seen);
            }
            seen.append((char) b);
        }
    }

    /** A client's text frame. Its mask is zero, so that unmasking in place does not change it. */
    static ByteBuf maskedFrame(byte[] text) {
        ByteBuf frame = Unpooled.directBuffer(text.length + 8).writeByte(FINAL_TEXT);
        if (text.length < SHORTEST_LONG) {
            frame.writeByte(MASKED | text.length);
        } else {
            frame.writeByte(MASKED | SHORTEST_LONG).writeShort(text.length);
        }
        return frame.writeInt(0).writeBytes(text);
    }

    @Override
    public void close() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        listener.shutdown(Duration.ofMillis(100)).await();
        listener.close().await();
    }
}
