package dev.parley.e2e.admin;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client that speaks just enough Socket.IO to be there and to listen. */
final class Device implements AutoCloseable {

    private static final String OPEN = "0{";
    private static final String CONNECTED = "40{";
    private static final String EVENT = "42[";
    private static final String ANSWER = "430[";

    private final BlockingQueue<String> packets = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private final String id;

    /**
     * Connects to an app.
     *
     * @param auth the members of the auth object, in JSON
     */
    Device(String url, String auth) {
        URI uri = URI.create(url.replaceFirst("^http", "ws") + "/socket.io/?EIO=4&transport=websocket");
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri, new Listener())
                .join();
        await(OPEN);
        send("40{" + auth + "}");
        id = await(CONNECTED).replaceFirst(".*\"sid\":\"([^\"]+)\".*", "$1");
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                packets.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            packets.add("closed");
            return null;
        }
    }

    private void send(String packet) {
        socket.sendText(packet, true).join();
    }

    /** The next packet that begins so. */
    String await(String beginning) {
        try {
            for (String packet = packets.poll(10, TimeUnit.SECONDS);
                    packet != null;
                    packet = packets.poll(10, TimeUnit.SECONDS)) {
                if (packet.startsWith(beginning)) {
                    return packet;
                }
            }
            throw new AssertionError("waited in vain for " + beginning);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The next event of that name, as it stands in the packet. */
    String event(String name) {
        return await(EVENT + "\"" + name + "\"");
    }

    /** Does something, and waits until it is done. */
    void command(String event, String argument) {
        send("420[\"" + event + "\"," + argument + "]");
        String answer = await(ANSWER);
        if (!answer.equals("430[{\"ok\":true}]")) {
            throw new AssertionError(event + " was answered with " + answer);
        }
    }

    String id() {
        return id;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
