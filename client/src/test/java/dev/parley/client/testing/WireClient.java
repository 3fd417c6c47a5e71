package dev.parley.client.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A WebSocket that shows every message as text: binary in brackets, a close as {@code close:<code>}, a failure as {@code cut}. */
final class WireClient implements WebSocket.Listener {

    private static final String QUERY = "/socket.io/?EIO=4&transport=websocket";

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private @Nullable WebSocket socket;

    static WireClient open(HttpClient http, FakeServer server) {
        return open(http, server, QUERY);
    }

    static WireClient open(HttpClient http, FakeServer server, String target) {
        WireClient client = new WireClient();
        URI uri = URI.create(server.url().toString().replace("http", "ws") + target);
        client.socket = http.newWebSocketBuilder()
                .header("X-Test", "yes")
                .buildAsync(uri, client)
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
        return client;
    }

    /** Connected with this auth object; the answer to CONNECT is consumed. */
    static WireClient connect(HttpClient http, FakeServer server, String auth) {
        WireClient client = open(http, server);
        client.next();
        client.send("40" + auth);
        client.next();
        return client;
    }

    WebSocket socket() {
        return Objects.requireNonNull(socket);
    }

    void send(String text) {
        socket().sendText(text, true).join();
    }

    void send(byte[] bytes) {
        socket().sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /**
     * The next message. While none comes the connection is probed, because the JDK's WebSocket now and then misses its end (seen
     * with 25: the system has the FIN, the listener is not told).
     */
    String next() {
        try {
            for (int i = 0; i < 25; i++) {
                String message = messages.poll(200, TimeUnit.MILLISECONDS);
                if (message != null) {
                    return message;
                }
                if (isGone()) {
                    return "cut";
                }
            }
            throw new AssertionError("no message came");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isGone() throws InterruptedException {
        try {
            socket().sendPing(ByteBuffer.allocate(0)).get(1, TimeUnit.SECONDS);
            return false;
        } catch (ExecutionException e) {
            return e.getCause() instanceof IOException;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** What came and was not taken. */
    String rest() {
        return messages.toString();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            messages.add(part.toString());
            part.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        StringBuilder out = new StringBuilder("<");
        while (data.hasRemaining()) {
            out.append(data.get()).append(data.hasRemaining() ? "," : "");
        }
        messages.add(out.append('>').toString());
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        messages.add(code == 1006 ? "cut" : "close:" + code + reason);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        messages.add("cut");
    }
}
