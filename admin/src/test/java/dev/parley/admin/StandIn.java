package dev.parley.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A server that answers what it is told to, in order, and notes what it was asked. */
final class StandIn implements AutoCloseable {

    /** What it was asked. */
    record Asked(String method, String target, Map<String, List<String>> headers, String body) {
        @Nullable
        String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? null : values.get(0);
        }
    }

    /** What it does. */
    interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Behaviour> script = new ArrayDeque<>();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();

    StandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        asked.add(new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                Map.copyOf(exchange.getRequestHeaders()),
                new String(body, StandardCharsets.UTF_8)));
        Behaviour next;
        synchronized (script) {
            next = script.poll();
        }
        if (next == null) {
            next = json(500, "{}");
        }
        next.answer(exchange);
    }

    StandIn then(Behaviour behaviour) {
        synchronized (script) {
            script.add(behaviour);
        }
        return this;
    }

    StandIn thenJson(int status, String body) {
        return then(json(status, body));
    }

    StandIn thenProblem(int status, String code, String... headers) {
        String body = """
                {"type":"about:blank","title":"T","status":%d,"code":"%s","detail":"What is wrong.","more":1}""".formatted(status, code);
        return then(exchange -> send(exchange, status, "application/problem+json; charset=utf-8", body, headers));
    }

    static Behaviour json(int status, String body) {
        return exchange -> send(exchange, status, "application/json", body);
    }

    static void send(HttpExchange exchange, int status, String type, String body, String... headers)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Ends the connection without an answer. */
    static void hangUp(HttpExchange exchange) {
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    ParleyAdmin.Builder builder() {
        return ParleyAdmin.builder(url())
                .app("shop")
                .serverKey("sk-1")
                .operatorToken("op-1")
                .timeout(Duration.ofSeconds(20))
                .timing(new Timers(), Duration.ofMillis(1));
    }

    ParleyAdmin admin() {
        return builder().build();
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    Asked last() {
        return asked().get(asked.size() - 1);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
