package dev.parley.transport;

import dev.parley.core.Broker;
import dev.parley.core.Clock;
import dev.parley.core.Hub;
import dev.parley.core.HubOptions;
import dev.parley.core.Shard;
import dev.parley.testkit.TestCertificate;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * A listener on a free port. {@code /ws} echoes WebSocket messages on the loop they came in on, {@code /ws/n} on the shard with
 * index n, {@code /ws-later} after a while, as when a token must be looked up first; {@code POST /body} answers the number of bytes; everything else is answered with the shard's index.
 */
final class TestServer implements AutoCloseable {

    /** Bytes a body may have. */
    static final int MAX_BODY = 1000;

    final Listener listener;
    final Hub hub;
    final List<Shard> shards;

    /** All WebSockets ever accepted, and how those that have ended did. */
    final Queue<WebSocketConnection> connections = new ConcurrentLinkedQueue<>();

    final Queue<WebSocketClose> ends = new ConcurrentLinkedQueue<>();

    private final WebSocketLimits limits;

    private TestServer(ListenerOptions options, WebSocketLimits limits) {
        this.limits = limits;
        this.listener = Listener.create(options);
        this.hub = new Hub(HubOptions.defaults(), Broker.embedded(), Clock.system(), listener.loops());
        this.shards = IntStream.range(0, hub.shards()).mapToObj(hub::shard).toList();
        listener.attach(shards, Clock.system());
        listener.start(shards, this::handle).await();
    }

    static TestServer start() {
        return start(ListenerOptions.loopback(0, 2), WebSocketLimits.defaults());
    }

    static TestServer start(ListenerOptions options, WebSocketLimits limits) {
        return new TestServer(options, limits);
    }

    int port() {
        return listener.port();
    }

    ConnectionRegistry registry() {
        return listener.registry();
    }

    private void handle(Shard shard, HttpServerRequest request) {
        String path = String.valueOf(request.path());
        if (path.equals("/body")) {
            BodyReader.read(
                    request, MAX_BODY, body -> request.response().end("" + body.length), () -> tooLarge(request));
        } else if (path.startsWith("/ws") || (path.equals("/") && WebSocketUpgrade.isRequested(request))) {
            WebSocketUpgrade.Refusal refusal = WebSocketUpgrade.check(request);
            if (refusal != null) {
                request.response().setStatusCode(refusal.status()).end(refusal.message());
                return;
            }
            if (path.equals("/ws-later")) {
                shard.timers().schedule(20, () -> listener.upgrade().accept(request, shard, limits, Echo::new));
                return;
            }
            request.response().putHeader("X-Loop", "" + shard.index());
            int home = path.length() > 4 ? Integer.parseInt(path.substring(4)) : shard.index();
            listener.upgrade().accept(request, shards.get(home), limits, Echo::new);
        } else {
            request.response().end("" + shard.index());
        }
    }

    private static void tooLarge(HttpServerRequest request) {
        request.response().setStatusCode(413).end("too large").onComplete(sent -> BodyReader.endConnection(request));
    }

    @Override
    public void close() {
        listener.shutdown(Duration.ofMillis(100)).await();
        listener.close().await();
    }

    /** Sends messages back; {@code shard} is answered with the index of the shard it runs on, {@code fail} fails. */
    private final class Echo implements WebSocketEvents {
        private final WebSocketConnection connection;
        private boolean pinged;

        Echo(WebSocketConnection connection) {
            this.connection = connection;
            connections.add(connection);
        }

        @Override
        public void text(byte[] utf8) {
            if (new String(utf8, java.nio.charset.StandardCharsets.UTF_8).equals("ping me")) {
                pinged = true;
                connection.ping();
                return;
            }
            String text = utf8.length > 10 ? "" : new String(utf8, java.nio.charset.StandardCharsets.UTF_8);
            if (text.equals("fail")) {
                throw new IllegalStateException("as asked");
            }
            if (!connection.shard().loop().inLoop()) {
                throw new AssertionError("not on the shard's loop");
            }
            connection.sendText(
                    text.equals("shard")
                            ? ("" + connection.shard().index()).getBytes(java.nio.charset.StandardCharsets.UTF_8)
                            : utf8);
        }

        @Override
        public void binary(byte[] bytes) {
            connection.sendBinary(bytes);
        }

        @Override
        public void pong() {
            if (pinged) {
                connection.sendText("pong".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }

        @Override
        public void closed(WebSocketClose close) {
            ends.add(close);
        }
    }

    /** TLS with a new certificate, looked at often. */
    static ListenerOptions.Tls certificate(Path folder, String commonName) {
        TestCertificate.write(folder, commonName);
        return new ListenerOptions.Tls(folder.resolve("cert.pem"), folder.resolve("key.pem"), Duration.ofMillis(100));
    }
}
