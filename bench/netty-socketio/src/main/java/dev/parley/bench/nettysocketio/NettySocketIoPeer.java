package dev.parley.bench.nettysocketio;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.BroadcastOperations;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketConfig;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.Transport;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Channels on netty-socketio: its rooms and their broadcast. */
final class NettySocketIoPeer {

    private static final int BACKLOG = 4096;
    private static final int MAX_FRAME = 1 << 20;

    private NettySocketIoPeer() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int port = freePort();
        SocketIOServer server = new SocketIOServer(configuration(port));
        server.addEventListener("join", Map.class, (client, event, ack) -> {
            client.joinRoom(text(event, "channel"));
            acknowledge(ack);
        });
        server.addEventListener("leave", Map.class, (client, event, ack) -> {
            client.leaveRoom(text(event, "channel"));
            acknowledge(ack);
        });
        server.addEventListener("message", Map.class, (client, event, ack) -> {
            publish(server, client, event);
            acknowledge(ack);
        });
        server.start();
        System.out.println("listening " + port);
        new CountDownLatch(1).await();
    }

    private static Configuration configuration(int port) {
        SocketConfig sockets = new SocketConfig();
        sockets.setAcceptBackLog(BACKLOG);
        Configuration configuration = new Configuration();
        configuration.setHostname("127.0.0.1");
        configuration.setPort(port);
        configuration.setTransports(Transport.WEBSOCKET);
        configuration.setUseLinuxNativeEpoll(Epoll.isAvailable());
        configuration.setWebsocketCompression(false);
        configuration.setHttpCompression(false);
        configuration.setMaxFramePayloadLength(MAX_FRAME);
        configuration.setSocketConfig(sockets);
        return configuration;
    }

    private static void publish(SocketIOServer server, SocketIOClient client, Map<?, ?> event) {
        String channel = text(event, "channel");
        Object message = event.get("message");
        Map<String, Object> told = Map.of("channel", channel, "message", message == null ? "" : message);
        BroadcastOperations room = server.getRoomOperations(channel);
        if (Boolean.FALSE.equals(event.get("echo"))) {
            room.sendEvent(text(event, "eventName"), client, told);
        } else {
            room.sendEvent(text(event, "eventName"), told);
        }
    }

    private static void acknowledge(AckRequest ack) {
        if (ack.isAckRequested()) {
            ack.sendAckData();
        }
    }

    private static String text(Map<?, ?> event, String name) {
        return String.valueOf(event.get(name));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
