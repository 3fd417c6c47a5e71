package dev.parley.examples.echo;

import dev.parley.testkit.HttpAnswer;
import dev.parley.testkit.RawConnection;
import dev.parley.testkit.RawWebSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server with the settings of the public protocol test-suites. */
abstract class EchoTest {

    EchoServer server = start();

    private static EchoServer start() {
        return EchoServer.start(new EchoOptions(
                "localhost", 0, Duration.ofMillis(300), Duration.ofMillis(200), Duration.ofMillis(1000), 1_000_000));
    }

    @BeforeEach
    void warmUp() {
        // Loading classes takes longer than the heartbeat of these settings allows.
        try (RawWebSocket socket = webSocket("/engine.io/?EIO=4&transport=websocket")) {
            socket.text();
        }
        get("/engine.io/?EIO=4&transport=polling");
    }

    @AfterEach
    void close() {
        server.close();
    }

    final HttpAnswer get(String path) {
        return request("GET", path);
    }

    final HttpAnswer request(String method, String path) {
        try (RawConnection connection = RawConnection.open(server.port())) {
            return connection.request(method, path, null, new byte[0]);
        }
    }

    final RawWebSocket webSocket(String path) {
        return RawWebSocket.connect(server.port(), path);
    }

    /** The next text that is no ping of the server's; pings are answered. */
    static String next(RawWebSocket socket) {
        String text = socket.text();
        while (text.equals("2")) {
            socket.send("3");
            text = socket.text();
        }
        return text;
    }
}
