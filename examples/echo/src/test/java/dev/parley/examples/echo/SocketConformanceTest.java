package dev.parley.examples.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.RawConnection;
import dev.parley.testkit.RawWebSocket;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Socket.IO protocol promises, in both revisions, on {@code /socket.io/}. */
class SocketConformanceTest extends EchoTest {

    private static final String TWO_ATTACHMENTS = "{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}";

    private RawWebSocket opened(int version) {
        RawWebSocket socket = webSocket("/socket.io/?EIO=" + version + "&transport=websocket");
        assertThat(socket.text()).startsWith("0{");
        return socket;
    }

    /** In the root namespace and greeted. */
    private RawWebSocket entered(int version) {
        RawWebSocket socket = opened(version);
        if (version == 4) {
            socket.send("40");
        }
        assertThat(next(socket)).startsWith("40");
        assertThat(next(socket)).isEqualTo("42[\"auth\",{}]");
        return socket;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "40                          | 40         | 42[\"auth\",{}]",
                "40{\"token\":\"123\"}       | 40         | 42[\"auth\",{\"token\":\"123\"}]",
                "40/custom,                  | 40/custom, | 42/custom,[\"auth\",{}]",
                "40/custom,{\"token\":\"a\"} | 40/custom, | 42/custom,[\"auth\",{\"token\":\"a\"}]",
            })
    void connectIsAnsweredWithAnIdAndGreetedWithTheAuthObject(String connect, String head, String greeting) {
        try (RawWebSocket socket = opened(4)) {
            socket.send(connect);

            assertThat(next(socket)).startsWith(head).matches(".*\\{\"sid\":\"[A-Za-z0-9_-]{20,}\"}");
            assertThat(next(socket)).isEqualTo(greeting);
        }
    }

    @Test
    void socketIdIsNotTheConnectionsSecretIdInVersion4() {
        try (RawWebSocket socket = webSocket("/socket.io/?EIO=4&transport=websocket")) {
            String open = socket.text();
            socket.send("40");
            String connected = next(socket);

            assertThat(open).doesNotContain(connected.substring(9, connected.length() - 2));
        }
    }

    @Test
    void version3IsInTheRootNamespaceWithoutAsking() {
        try (RawWebSocket socket = entered(3)) {
            socket.send("42[\"message\",\"hi\"]");
            assertThat(socket.text()).isEqualTo("42[\"message-back\",\"hi\"]");
        }
    }

    @Test
    void version3PollGetsConnectAndGreetingTogether() {
        Polls polls = Polls.open(server.port(), "/socket.io/", 3);

        assertThat(polls.get().text()).isEqualTo("2:4013:42[\"auth\",{}]");
    }

    @ParameterizedTest
    @CsvSource({"4,40/random", "4,40/random?abc=123", "4,'40/random,'", "3,40/random"})
    void unknownNamespaceIsRefusedAndTheConnectionStays(int version, String connect) {
        try (RawWebSocket socket = entered(version)) {
            socket.send(connect);
            assertThat(next(socket)).isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
            socket.send("42[\"message\",1]");
            assertThat(next(socket)).isEqualTo("42[\"message-back\",1]");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void customNamespaceIsLeftAloneWithoutTheOther(int version) {
        try (RawWebSocket socket = entered(version)) {
            socket.send("40/custom" + (version == 4 ? "," : ""));
            assertThat(next(socket)).startsWith("40/custom");
            assertThat(next(socket)).isEqualTo("42/custom,[\"auth\",{}]");
            socket.send("41/custom");
            socket.send("42[\"message\",\"message to main namespace\"]");
            assertThat(next(socket)).isEqualTo("42[\"message-back\",\"message to main namespace\"]");
        }
    }

    @Test
    void version4ConnectionOutlivesItsLastNamespace() {
        try (RawWebSocket socket = entered(4)) {
            socket.send("41");
            assertThat(socket.text()).isEqualTo("2");
        }
    }

    @Test
    void version3ConnectionEndsWithItsLastNamespace() {
        try (RawWebSocket socket = entered(3)) {
            socket.send("41");
            assertThat(socket.closeCode()).isEqualTo(1000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void eventComesBackWithItsArguments(int version) {
        try (RawWebSocket socket = entered(version)) {
            socket.send("42[\"message\",1,\"2\",{\"3\":[true]}]");
            assertThat(next(socket)).isEqualTo("42[\"message-back\",1,\"2\",{\"3\":[true]}]");
            socket.send("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");
            assertThat(next(socket)).isEqualTo("43456[1,\"2\",{\"3\":[false]}]");
            socket.send("42[\"message\"]");
            assertThat(next(socket)).isEqualTo("42[\"message-back\"]");
            socket.send("420[\"message-with-ack\"]");
            assertThat(next(socket)).isEqualTo("430[]");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void attachmentsComeBackInOrder(int version) {
        byte[] first = version == 3 ? new byte[] {4, 1, 2, 3} : new byte[] {1, 2, 3};
        byte[] second = version == 3 ? new byte[] {4, 4, 5, 6} : new byte[] {4, 5, 6};
        try (RawWebSocket socket = entered(version)) {
            socket.send("452-[\"message\"," + TWO_ATTACHMENTS + "]");
            socket.send(first);
            socket.send(second);
            assertThat(next(socket)).isEqualTo("452-[\"message-back\"," + TWO_ATTACHMENTS + "]");
            assertThat(socket.binary()).isEqualTo(first);
            assertThat(socket.binary()).isEqualTo(second);

            socket.send("452-789[\"message-with-ack\"," + TWO_ATTACHMENTS + "]");
            socket.send(first);
            socket.send(second);
            assertThat(next(socket)).isEqualTo("462-789[" + TWO_ATTACHMENTS + "]");
            assertThat(socket.binary()).isEqualTo(first);
            assertThat(socket.binary()).isEqualTo(second);
        }
    }

    @Test
    void tenAttachmentsComeBackAndElevenDoNot() {
        StringBuilder placeholders = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            placeholders.append(String.format(Locale.ROOT, ",{\"_placeholder\":true,\"num\":%d}", i));
        }
        try (RawWebSocket socket = entered(4)) {
            socket.send("4510-[\"message\"" + placeholders + "]");
            for (int i = 0; i < 10; i++) {
                socket.send(new byte[] {(byte) i});
            }
            assertThat(next(socket)).isEqualTo("4510-[\"message-back\"" + placeholders + "]");
            for (int i = 0; i < 10; i++) {
                assertThat(socket.binary()).containsExactly(i);
            }
            socket.send("4511-[\"message\"" + placeholders + ",{\"_placeholder\":true,\"num\":10}]");
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4abc",
                "4",
                "42{}",
                "42[]",
                "42abc[\"message-with-ack\",1]",
                "42[\"connect\"]",
                "42[\"disconnect\"]",
                "40",
                "44{\"message\":\"x\"}",
                "41/custom",
                "42/custom,[\"message\"]",
                "450-[\"message\"]",
                "451-[\"message\"]",
                "451-[\"message\",{\"_placeholder\":true,\"num\":1}]",
                "452-[\"message\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":0}]",
                "49007199254740993[]",
            })
    void malformedPacketClosesThisConnectionAndNoOther(String packet) {
        try (RawWebSocket other = entered(4);
                RawWebSocket socket = entered(4)) {
            socket.send(packet);
            assertThat(socket.closeCode()).isEqualTo(1002);
            other.send("42[\"message\",1]");
            assertThat(next(other)).isEqualTo("42[\"message-back\",1]");
        }
    }

    @Test
    void binaryNobodyWaitsForClosesTheConnection() {
        try (RawWebSocket socket = entered(4)) {
            socket.send(new byte[] {1});
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void textWhereAnAttachmentIsDueClosesTheConnection() {
        try (RawWebSocket socket = entered(4)) {
            socket.send("451-[\"message\",{\"_placeholder\":true,\"num\":0}]");
            socket.send("42[\"message\",1]");
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void connectionWithoutNamespaceIsClosedInTime() {
        try (RawWebSocket socket = opened(4)) {
            RawWebSocket.Frame frame = socket.receive();
            while (frame.opcode() == RawWebSocket.TEXT) {
                socket.send("3");
                frame = socket.receive();
            }
            assertThat(frame.opcode()).isEqualTo(RawWebSocket.CLOSE);
        }
    }

    @Test
    void sixteenPacketsMayComeBeforeConnectAndAreServedAfterIt() {
        try (RawWebSocket socket = opened(4)) {
            for (int i = 0; i < 16; i++) {
                socket.send("42[\"message\"," + i + "]");
            }
            socket.send("40");
            assertThat(next(socket)).startsWith("40{");
            assertThat(next(socket)).isEqualTo("42[\"auth\",{}]");
            for (int i = 0; i < 16; i++) {
                assertThat(next(socket)).isEqualTo("42[\"message-back\"," + i + "]");
            }
        }
    }

    @Test
    void seventeenthPacketBeforeConnectClosesTheConnection() {
        try (RawWebSocket socket = opened(4)) {
            for (int i = 0; i < 17; i++) {
                socket.send("42[\"message\"," + i + "]");
            }
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void moreThan64KibBeforeConnectClosesTheConnection() {
        try (RawWebSocket socket = opened(4)) {
            String event = "42[\"message\",\"" + "x".repeat(40_000) + "\"]";
            socket.send(event);
            socket.send(event);
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void packetsRightBehindConnectOfACustomNamespaceAreServed() {
        try (RawWebSocket socket = opened(4)) {
            socket.send("40/custom,");
            socket.send("42/custom,[\"message\",1]");
            assertThat(next(socket)).startsWith("40/custom,");
            assertThat(next(socket)).isEqualTo("42/custom,[\"auth\",{}]");
            assertThat(next(socket)).isEqualTo("42/custom,[\"message-back\",1]");
        }
    }

    @Test
    void connectMessageAndAnswerWorkOnPolling() {
        Polls polls = Polls.open(server.port(), "/socket.io/", 4);
        polls.post("40\u001e42[\"message\",1]");
        StringBuilder all = new StringBuilder();
        try (RawConnection connection = RawConnection.open(server.port())) {
            while (!all.toString().contains("message-back")) {
                all.append(connection.get(polls.path()).text()).append('|');
            }
        }
        assertThat(all.toString()).startsWith("40{\"sid\":").contains("42[\"auth\",{}]", "42[\"message-back\",1]");
    }
}
