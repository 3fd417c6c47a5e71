package dev.parley.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.protocol.Payload;
import dev.parley.testkit.RawWebSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Acknowledgements the server asks for, handlers that fail, and clients turned away. */
class AckTest {

    private final TestEngine engine = new TestEngine(EngineOptions.defaults(), 1);

    @AfterEach
    void close() {
        engine.close();
    }

    private RawWebSocket connect() {
        RawWebSocket socket = RawWebSocket.connect(engine.port(), "/socket.io/?EIO=4&transport=websocket");
        socket.text();
        socket.send("40");
        return socket;
    }

    @Test
    void clientsAnswerReachesTheCallerOnce() {
        Queue<String> answers = new ConcurrentLinkedQueue<>();
        engine.io
                .of("/")
                .onConnect(socket -> socket.emit(
                        "ask",
                        Payload.json("1"),
                        (same, arguments) -> answers.add(arguments.all().toString())));
        try (RawWebSocket socket = connect()) {
            assertThat(socket.text()).startsWith("40{");
            assertThat(socket.text()).isEqualTo("420[\"ask\",1]");
            socket.send("430[\"yes\",2]");
            socket.send("430[\"again\"]");
            socket.send("4399[\"nobody asked\"]");
            await().untilAsserted(() -> assertThat(answers).containsExactly("\"yes\",2"));
        }
    }

    @Test
    void handlerThatFailsCostsOneEvent() {
        engine.io
                .of("/")
                .on("fail", (socket, arguments, ack) -> {
                    throw new IllegalStateException("as asked");
                })
                .on("echo", (socket, arguments, ack) -> socket.emit("echo", arguments.all()));
        try (RawWebSocket socket = connect()) {
            socket.text();
            socket.send("42[\"fail\"]");
            socket.send("42[\"echo\",1]");
            assertThat(socket.text()).isEqualTo("42[\"echo\",1]");
        }
    }

    @Test
    void refusedClientGetsTheReasonAndMayTryElsewhere() {
        engine.io.of("/").admitting(request -> "not you");
        engine.io.of("/open");
        try (RawWebSocket socket = connect()) {
            assertThat(socket.text()).isEqualTo("44{\"message\":\"not you\"}");
            socket.send("40/open,");
            assertThat(socket.text()).startsWith("40/open,{\"sid\":");
        }
    }

    @Test
    void floodOfRefusedNamespacesEndsTheConnection() {
        engine.io.of("/");
        try (RawWebSocket socket = connect()) {
            for (int i = 0; i < 65; i++) {
                socket.connection()
                        .trySend(RawWebSocket.frame(
                                RawWebSocket.TEXT,
                                true,
                                ("40/n" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            }
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void seventeenthNamespaceEndsTheConnection() {
        for (int i = 0; i < 20; i++) {
            engine.io.of("/n" + i);
        }
        engine.io.of("/");
        try (RawWebSocket socket = connect()) {
            for (int i = 0; i < 16; i++) {
                socket.connection()
                        .trySend(RawWebSocket.frame(
                                RawWebSocket.TEXT,
                                true,
                                ("40/n" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            }
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }
}
