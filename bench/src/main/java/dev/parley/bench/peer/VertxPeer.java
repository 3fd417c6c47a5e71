package dev.parley.bench.peer;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Channels as they are written on Vert.x in an hour: its own WebSocket, its own JSON, and a loop over the members. */
public final class VertxPeer implements AutoCloseable {

    private static final int BACKLOG = 4096;
    private static final int MAX_MESSAGE = 1 << 20;

    private final Vertx vertx;
    private final HttpServer server;
    private final Map<String, Set<ServerWebSocket>> rooms = new HashMap<>();
    private long ids;

    /**
     * Listens on loopback.
     *
     * @param port 0 for a free one
     */
    public VertxPeer(int port) {
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setAcceptBacklog(BACKLOG)
                .setMaxWebSocketFrameSize(MAX_MESSAGE)
                .setMaxWebSocketMessageSize(MAX_MESSAGE)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
        server = vertx.createHttpServer(options)
                .webSocketHandler(this::opened)
                .listen()
                .await();
    }

    public static void main(String[] arguments) throws InterruptedException {
        try (VertxPeer peer = new VertxPeer(0)) {
            System.out.println("listening " + peer.port());
            new CountDownLatch(1).await();
        }
    }

    public int port() {
        return server.actualPort();
    }

    private void opened(ServerWebSocket socket) {
        long id = ++ids;
        Set<String> joined = new LinkedHashSet<>(2);
        socket.textMessageHandler(text -> received(socket, id, joined, text));
        socket.closeHandler(nothing -> joined.forEach(room -> leave(socket, room)));
        socket.writeTextMessage(new String(Out.open(id), StandardCharsets.UTF_8));
    }

    private void received(ServerWebSocket socket, long id, Set<String> joined, String text) {
        if (text.startsWith("40")) {
            socket.writeTextMessage("40" + new JsonObject().put("sid", Long.toString(id)));
        } else if (text.startsWith("42")) {
            int array = text.indexOf('[');
            event(socket, joined, new JsonArray(text.substring(array)));
            if (array > 2) {
                socket.writeTextMessage("43" + text.substring(2, array) + "[]");
            }
        }
    }

    private void event(ServerWebSocket socket, Set<String> joined, JsonArray event) {
        JsonObject argument = event.getJsonObject(1);
        String channel = argument.getString("channel");
        switch (event.getString(0)) {
            case "join" -> {
                rooms.computeIfAbsent(channel, name -> new LinkedHashSet<>()).add(socket);
                joined.add(channel);
            }
            case "leave" -> {
                leave(socket, channel);
                joined.remove(channel);
            }
            case "message" -> publish(socket, channel, argument);
            default -> {}
        }
    }

    private void publish(ServerWebSocket socket, String channel, JsonObject argument) {
        JsonObject told = new JsonObject().put("channel", channel).put("message", argument.getValue("message"));
        String text =
                "42" + new JsonArray().add(argument.getString("eventName")).add(told);
        boolean echo = argument.getBoolean("echo", true);
        for (ServerWebSocket member : rooms.getOrDefault(channel, Set.of())) {
            if (echo || member != socket) {
                member.writeTextMessage(text);
            }
        }
    }

    private void leave(ServerWebSocket socket, String channel) {
        Set<ServerWebSocket> members = rooms.get(channel);
        if (members != null && members.remove(socket) && members.isEmpty()) {
            rooms.remove(channel);
        }
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
