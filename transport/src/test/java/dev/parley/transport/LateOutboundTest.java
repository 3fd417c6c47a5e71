package dev.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.AudienceKey;
import dev.parley.core.CloseReason;
import dev.parley.core.Envelope;
import dev.parley.core.Name;
import dev.parley.core.Position;
import dev.parley.core.Publication;
import dev.parley.protocol.Payload;
import dev.parley.testkit.RawWebSocket;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is delivered before there is a WebSocket arrives when there is one, within bounds, and nothing of it leaks. */
class LateOutboundTest {

    private static final int MOST = 1000;

    private final TestServer server = TestServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    private static final class Texts extends FrameBatch {
        Texts() {
            super(64);
        }

        @Override
        protected void encode(Publication publication, ByteBuf out) {
            Payload payload = ((Publication.Message) publication).payload();
            assertThat(payload).isNotNull();
            if (payload != null) {
                WebSocketFrames.textHeader(out, payload.length());
                out.writeBytes(payload.array(), payload.offset(), payload.length());
            }
        }
    }

    private static void deliver(LateOutbound to, String... texts) {
        Texts batch = new Texts();
        AudienceKey key = AudienceKey.app("a");
        for (String text : texts) {
            Envelope envelope = new Envelope(key, new Position(1, 1), null, true, false);
            batch.append(new Publication.Message(envelope, Name.of("e"), Payload.json("\"" + text + "\"")));
        }
        to.deliver(batch, 0, batch.size());
        batch.release();
    }

    /** The server's side of a new connection, with whom the test is on one loop. */
    private void on(RawWebSocket socket, java.util.function.Consumer<WebSocketConnection> work) {
        socket.send("1");
        assertThat(socket.text()).isEqualTo("1");
        WebSocketConnection connection = server.connections.element();
        CompletableFuture<Void> done = new CompletableFuture<>();
        connection.shard().loop().execute(() -> {
            work.accept(connection);
            done.complete(null);
        });
        done.join();
    }

    @Test
    void whatCameBeforeTheWebSocketArrivesInOrderAheadOfWhatFollows() {
        try (RawWebSocket socket = RawWebSocket.connect(server.port(), "/ws")) {
            on(socket, connection -> {
                LateOutbound late = new LateOutbound(MOST);
                deliver(late, "a", "b");
                deliver(late, "c");
                assertThat(late.isOpen()).isTrue();
                late.connect(connection);
                deliver(late, "d");
            });
            assertThat(socket.text()).isEqualTo("\"a\"");
            assertThat(socket.text()).isEqualTo("\"b\"");
            assertThat(socket.text()).isEqualTo("\"c\"");
            assertThat(socket.text()).isEqualTo("\"d\"");
        }
    }

    @Test
    void moreThanMayWaitClosesItAndThenTheWebSocket() {
        try (RawWebSocket socket = RawWebSocket.connect(server.port(), "/ws")) {
            on(socket, connection -> {
                LateOutbound late = new LateOutbound(MOST);
                deliver(late, "x".repeat(MOST / 2));
                deliver(late, "x".repeat(MOST / 2));
                assertThat(late.isOpen()).isFalse();
                deliver(late, "y");
                late.connect(connection);
                assertThat(connection.isOpen()).isFalse();
            });
            assertThat(server.registry().closes(CloseReason.SLOW)).isEqualTo(1);
        }
    }

    @Test
    void whoIsPutOutBeforeItsWebSocketArrivesIsToldWhy() {
        try (RawWebSocket socket = RawWebSocket.connect(server.port(), "/ws")) {
            on(socket, connection -> {
                LateOutbound late = new LateOutbound(MOST);
                deliver(late, "kept and let go");
                late.close(CloseReason.EXPELLED);
                late.connect(connection);
            });
            assertThat(socket.closeCode()).isEqualTo(1008);
        }
    }
}
