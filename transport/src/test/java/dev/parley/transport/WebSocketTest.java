package dev.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testkit.RawConnection;
import dev.parley.testkit.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames, limits and close codes. */
class WebSocketTest {

    private static final int MAX = 1000;

    private final TestServer server = TestServer.start(
            ListenerOptions.loopback(0, 1),
            new WebSocketLimits(
                    MAX, 4, Duration.ofMillis(300), 1 << 20, Duration.ofSeconds(10), Duration.ofMillis(500)));

    @AfterEach
    void close() {
        await().untilAsserted(() -> assertThat(server.registry().size()).isZero());
        assertThat(server.ends).hasSameSizeAs(server.connections);
        server.close();
    }

    private RawWebSocket connect() {
        return RawWebSocket.connect(server.port(), "/ws");
    }

    private static byte[] ascii(int length) {
        return "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, MAX - 1, MAX})
    void messagesUpToTheLimitComeBack(int length) {
        try (RawWebSocket socket = connect()) {
            socket.send("x".repeat(length));
            assertThat(socket.text()).hasSize(length);
            socket.send(ascii(length));
            assertThat(socket.binary()).hasSize(length);
        }
    }

    @Test
    void oneByteOverTheLimitIsTooBigAlsoInFragments() {
        try (RawWebSocket one = connect();
                RawWebSocket two = connect()) {
            one.connection().trySend(RawWebSocket.frame(RawWebSocket.BINARY, true, ascii(MAX + 1)));
            assertThat(one.closeCode()).isEqualTo(1009);

            two.connection().send(RawWebSocket.frame(RawWebSocket.BINARY, false, ascii(MAX)));
            two.connection().trySend(RawWebSocket.frame(RawWebSocket.CONTINUATION, true, ascii(1)));
            assertThat(two.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void handshakeMayBeAcceptedLater() {
        try (RawWebSocket socket = RawWebSocket.connect(server.port(), "/ws-later")) {
            socket.send("hello");
            assertThat(socket.text()).isEqualTo("hello");
        }
    }

    /** RFC 6455, section 4.1, has clients wait for the answer; what one sends before may be lost to it. */
    @Test
    void framesSentBeforeALateAnswerHarmNobodyElse() {
        try (RawConnection early = RawConnection.open(server.port());
                RawWebSocket other = connect()) {
            early.send(RawWebSocket.upgradeRequest("/ws-later", null));
            early.send(RawWebSocket.frame(RawWebSocket.TEXT, true, ascii(20)));
            assertThat(early.answer().status()).isEqualTo(101);
            other.send("still here");
            assertThat(other.text()).isEqualTo("still here");
        }
    }

    @Test
    void answerToAPingIsTold() {
        try (RawWebSocket socket = connect()) {
            socket.send("ping me");
            RawWebSocket.Frame ping = socket.receive();
            assertThat(ping.opcode()).isEqualTo(RawWebSocket.PING);
            socket.connection().send(RawWebSocket.frame(RawWebSocket.PONG, true, ping.payload()));
            assertThat(socket.text()).isEqualTo("pong");
        }
    }

    @Test
    void closeCodeArrivesThoughThePeerIsStillSending() {
        try (RawWebSocket socket = connect()) {
            socket.connection().trySend(RawWebSocket.frame(RawWebSocket.BINARY, true, ascii(3_000_000)));

            assertThat(socket.closeCode()).isEqualTo(1009);
            assertThat(socket.connection().drain()).isEmpty();
        }
    }

    @Test
    void announcedHugeLengthIsRefusedBeforeItArrives() {
        try (RawWebSocket socket = connect()) {
            socket.connection().send(RawWebSocket.frame(0x82, new byte[0], Long.MAX_VALUE, true));
            assertThat(socket.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void fragmentsAreOneMessageWithControlFramesBetween() {
        try (RawWebSocket socket = connect()) {
            socket.connection().send(RawWebSocket.frame(RawWebSocket.TEXT, false, ascii(3)));
            socket.connection().send(RawWebSocket.frame(RawWebSocket.PING, true, ascii(2)));
            socket.connection().send(RawWebSocket.frame(RawWebSocket.CONTINUATION, true, ascii(3)));

            assertThat(socket.receive().opcode()).isEqualTo(RawWebSocket.PONG);
            assertThat(socket.text()).isEqualTo("xxxxxx");
        }
    }

    @Test
    void moreFragmentsThanAllowedAreRefused() {
        try (RawWebSocket socket = connect()) {
            socket.connection().send(RawWebSocket.frame(RawWebSocket.TEXT, false, ascii(1)));
            for (int i = 0; i < 4; i++) {
                socket.connection().trySend(RawWebSocket.frame(RawWebSocket.CONTINUATION, false, ascii(1)));
            }
            assertThat(socket.closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void messageThatIsNotCompletedInTimeIsRefused() {
        try (RawWebSocket socket = connect()) {
            socket.connection().send(RawWebSocket.frame(RawWebSocket.TEXT, false, ascii(1)));
            assertThat(socket.closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void completedFragmentsLeaveNoDeadlineBehind() {
        try (RawWebSocket socket = connect()) {
            socket.connection().send(RawWebSocket.frame(RawWebSocket.TEXT, false, ascii(1)));
            socket.connection().send(RawWebSocket.frame(RawWebSocket.CONTINUATION, true, ascii(1)));
            assertThat(socket.text()).isEqualTo("xx");
            await().pollDelay(Duration.ofMillis(400)).until(() -> true);
            socket.send("on");
            assertThat(socket.text()).isEqualTo("on");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0xC1, 1, true, 1002", // reserved bit
        "0x83, 1, true, 1002", // reserved opcode
        "0x8B, 1, true, 1002", // reserved control opcode
        "0x09, 1, true, 1002", // fragmented control frame
        "0x89, 126, true, 1002", // long control frame
        "0x80, 1, true, 1002", // continuation of nothing
        "0x81, 1, false, 1002", // no mask
    })
    void brokenFramesAreProtocolErrors(String first, int length, boolean masked, int code) {
        try (RawWebSocket socket = connect()) {
            socket.connection().send(RawWebSocket.frame(Integer.decode(first), ascii(length), length, masked));
            assertThat(socket.closeCode()).isEqualTo(code);
        }
    }

    @Test
    void newMessageInsideAnUnfinishedOneIsAProtocolError() {
        try (RawWebSocket socket = connect()) {
            socket.connection().send(RawWebSocket.frame(RawWebSocket.TEXT, false, ascii(1)));
            socket.connection().trySend(RawWebSocket.frame(RawWebSocket.TEXT, true, ascii(1)));
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        try (RawWebSocket socket = connect()) {
            socket.connection()
                    .send(RawWebSocket.frame(RawWebSocket.TEXT, true, new byte[] {(byte) 0xC0, (byte) 0x80}));
            assertThat(socket.closeCode()).isEqualTo(1007);
        }
    }

    @Test
    void characterMayBeSplitBetweenFragments() {
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        try (RawWebSocket socket = connect()) {
            socket.connection().send(RawWebSocket.frame(RawWebSocket.TEXT, false, new byte[] {euro[0]}));
            socket.connection()
                    .send(RawWebSocket.frame(RawWebSocket.CONTINUATION, true, new byte[] {euro[1], euro[2]}));
            assertThat(socket.text()).isEqualTo("€");
        }
    }

    @Test
    void pingIsAnsweredWithItsDataAndPongIsIgnored() {
        try (RawWebSocket socket = connect()) {
            socket.connection().send(RawWebSocket.frame(RawWebSocket.PONG, true, ascii(5)));
            socket.connection().send(RawWebSocket.frame(RawWebSocket.PING, true, ascii(125)));
            RawWebSocket.Frame pong = socket.receive();
            assertThat(pong.opcode()).isEqualTo(RawWebSocket.PONG);
            assertThat(pong.payload()).hasSize(125);
        }
    }

    @ParameterizedTest
    @CsvSource({"1000,1000", "1001,1001", "3000,3000", "4999,4999", "999,1002", "1005,1002", "1006,1002", "2999,1002"})
    void closeIsAnsweredOnceAndBadCodesAreErrors(int code, int answer) {
        try (RawWebSocket socket = connect()) {
            socket.connection().send(RawWebSocket.closeFrame(code, "bye"));
            assertThat(socket.closeCode()).isEqualTo(answer);
            assertThat(socket.connection().drain()).isEmpty();
        }
    }

    @Test
    void closeWithoutCodeIsAnsweredWithoutCode() {
        try (RawWebSocket socket = connect()) {
            socket.connection().send(RawWebSocket.frame(RawWebSocket.CLOSE, true, new byte[0]));
            assertThat(socket.closeCode()).isEqualTo(1005);
        }
        await().until(() -> !server.ends.isEmpty());
        assertThat(server.ends.element()).isEqualTo(new WebSocketClose(1005, "", true));
    }

    @Test
    void failingHandlerClosesItsConnectionOnly() {
        try (RawWebSocket other = connect();
                RawWebSocket socket = connect()) {
            socket.send("fail");
            assertThat(socket.closeCode()).isEqualTo(1011);
            other.send("on");
            assertThat(other.text()).isEqualTo("on");
        }
    }

    @Test
    void peerThatDoesNotAnswerTheCloseIsDropped() {
        try (RawWebSocket socket = connect()) {
            await().until(() -> !server.connections.isEmpty());
            WebSocketConnection connection = server.connections.element();
            connection.shard().loop().execute(() -> connection.close(4000, "enough"));
            assertThat(socket.closeCode()).isEqualTo(4000);
            assertThat(socket.connection().drain()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sec-WebSocket-Version: 13 | Sec-WebSocket-Version: 8  | 426",
                "Connection: Upgrade       | Connection: keep-alive    | 400",
                "dGhlIHNhbXBsZSBub25jZQ==  | short                     | 400",
                "GET                       | PUT                       | 400",
            })
    void handshakeThatIsNoneIsRefused(String part, String replacement, int status) {
        try (RawConnection connection = RawConnection.open(server.port())) {
            connection.send(RawWebSocket.upgradeRequest("/ws", null).replace(part, replacement));
            assertThat(connection.answer().status()).isEqualTo(status);
        }
    }

    @Test
    void compressionIsDeclined() {
        try (RawConnection connection = RawConnection.open(server.port())) {
            connection.send(RawWebSocket.upgradeRequest("/ws", "Sec-WebSocket-Extensions: permessage-deflate\r\n"));
            var answer = connection.answer();
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.header("sec-websocket-accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(answer.headers()).doesNotContainKey("sec-websocket-extensions");
        }
    }
}
