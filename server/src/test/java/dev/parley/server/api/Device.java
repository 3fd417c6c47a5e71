package dev.parley.server.api;

import dev.parley.server.RunningServer;
import dev.parley.testkit.RawWebSocket;
import java.util.function.Predicate;

/** A connected client of app {@code env1}, on packet level. One thread. */
final class Device implements AutoCloseable {

    private final RawWebSocket socket;
    private final String id;

    /** @param session a session's token; empty for none */
    Device(RunningServer server, String session) {
        socket = RawWebSocket.connect(server.port(), "/socket.io/?EIO=4&transport=websocket");
        String token = session.isEmpty() ? "" : ",\"session\":\"" + session + "\"";
        socket.send("40{\"envId\":\"env1\",\"clientKey\":\"ck-1\",\"echoMessages\":true" + token + "}");
        String welcome = next(text -> text.startsWith("40"));
        id = welcome.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
    }

    String id() {
        return id;
    }

    void join(String channelJson) {
        socket.send("42[\"join\",{\"channel\":" + channelJson + "}]");
        next(text -> text.startsWith("42[\"channel:join\""));
    }

    void send(String packet) {
        socket.send(packet);
    }

    /** The next packet of an event. */
    String event(String name) {
        return next(text -> text.startsWith("42[\"" + name + "\""));
    }

    String next(Predicate<String> wanted) {
        String text = socket.text();
        while (!wanted.test(text)) {
            if (text.equals("2")) {
                socket.send("3");
            }
            text = socket.text();
        }
        return text;
    }

    /** The next attachment. */
    byte[] bytes() {
        return socket.binary();
    }

    /** Waits until the server has said goodbye. */
    void gone() {
        next(text -> text.equals("41") || text.equals("1"));
    }

    @Override
    public void close() {
        socket.close();
    }
}
