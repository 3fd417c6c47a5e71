package dev.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testkit.HttpAnswer;
import dev.parley.testkit.RawConnection;
import dev.parley.testkit.RawWebSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deadlines and bounds of plain HTTP. */
class HttpTest {

    private static final ListenerOptions OPTIONS = ListenerOptions.loopback(0, 1)
            .withHttp(new ListenerOptions.HttpLimits(
                    Duration.ofMillis(400),
                    Duration.ofMillis(400),
                    1000,
                    Duration.ofSeconds(75),
                    Duration.ofSeconds(10),
                    1024,
                    1024));

    private TestServer server = TestServer.start(OPTIONS, WebSocketLimits.defaults());

    @AfterEach
    void close() {
        server.close();
    }

    private RawConnection connect() {
        return RawConnection.open(server.port());
    }

    @Test
    void connectionThatSaysNothingIsClosed() {
        try (RawConnection connection = connect()) {
            assertThat(connection.drain()).isEmpty();
        }
    }

    @Test
    void headersThatTrickleAreCutOffHoweverTheyTrickle() {
        try (RawConnection connection = connect()) {
            connection.send("GET / HTTP/1.1\r\nHost: localhost\r\n");
            // Each byte would reset a mere idle timeout.
            await().pollInterval(Duration.ofMillis(50)).until(() -> !connection.trySend(new byte[] {'x'}));
        }
    }

    @Test
    void bodyThatTricklesIsCutOff() {
        try (RawConnection connection = connect()) {
            connection.send("POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n");
            await().pollInterval(Duration.ofMillis(50)).until(() -> !connection.trySend(new byte[] {'x'}));
        }
    }

    @Test
    void waitingBetweenRequestsIsNoSlowness() {
        try (RawConnection connection = connect()) {
            assertThat(connection.get("/").status()).isEqualTo(200);
            await().pollDelay(Duration.ofMillis(600)).until(() -> true);
            assertThat(connection.get("/").status()).isEqualTo(200);
            assertThat(connection.post("/body", "abc").text()).isEqualTo("3");
        }
    }

    @Test
    void secondRequestHasADeadlineOfItsOwn() {
        try (RawConnection connection = connect()) {
            assertThat(connection.get("/").status()).isEqualTo(200);
            connection.send("GET / HT");
            assertThat(connection.drain()).isEmpty();
        }
    }

    @Test
    void oversizedHeadersAndRequestLinesAreRefused() {
        try (RawConnection headers = connect();
                RawConnection line = connect()) {
            headers.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(2000) + "\r\n\r\n");
            assertThat(headers.answer().status()).isEqualTo(431);
            line.send("GET /" + "x".repeat(2000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(line.answer().status()).isEqualTo(414);
        }
    }

    @Test
    void bodyOfExactlyTheLimitIsTakenAndOneByteMoreEndsTheConnection() {
        try (RawConnection connection = connect()) {
            assertThat(connection.post("/body", "x".repeat(TestServer.MAX_BODY)).text())
                    .isEqualTo("" + TestServer.MAX_BODY);
            HttpAnswer answer = connection.post("/body", "x".repeat(TestServer.MAX_BODY + 1));
            assertThat(answer.status()).isEqualTo(413);
            assertThat(connection.drain()).isEmpty();
        }
    }

    @Test
    void chunkedBodyOverTheLimitIsRefused() {
        try (RawConnection connection = connect()) {
            connection.send("POST /body HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + "300\r\n"
                    + "x".repeat(0x300) + "\r\n300\r\n" + "x".repeat(0x300) + "\r\n");
            assertThat(connection.answer().status()).isEqualTo(413);
        }
    }

    @Test
    void refusalOfABigBodyArrivesThoughThePeerIsStillSending() {
        try (RawConnection connection = connect()) {
            connection.send("POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n\r\n");
            connection.trySend(new byte[3_000_000]);
            assertThat(connection.answer().status()).isEqualTo(413);
        }
    }

    @Test
    void malformedRequestEndsItsConnection() {
        try (RawConnection connection = connect()) {
            connection.send("nonsense\r\n\r\n");
            assertThat(new String(connection.drain(), java.nio.charset.StandardCharsets.US_ASCII))
                    .contains(" 400 Bad Request");
        }
    }

    @Test
    void conflictingLengthsAreRefused() {
        try (RawConnection connection = connect()) {
            connection.send(
                    "POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd");
            assertThat(connection.answer().status()).isEqualTo(400);
        }
    }

    @Test
    void deadlinesOfHttpDoNotReachWebSockets() {
        try (RawWebSocket socket = RawWebSocket.connect(server.port(), "/ws")) {
            await().pollDelay(Duration.ofMillis(900)).until(() -> true);
            socket.send("on");
            assertThat(socket.text()).isEqualTo("on");
        }
    }

    @Test
    void connectionsOfOneAddressAreBoundedAndGivenBack() {
        server.close();
        server =
                TestServer.start(ListenerOptions.loopback(0, 1).withMaxConnections(100, 2), WebSocketLimits.defaults());
        try (RawConnection first = connect();
                RawConnection third = overLimit()) {
            assertThat(first.get("/").status()).isEqualTo(200);
            assertThat(third.drain()).isEmpty();
        }
        await().untilAsserted(() -> {
            try (RawConnection again = connect()) {
                assertThat(again.get("/").status()).isEqualTo(200);
            }
        });
    }

    private RawConnection overLimit() {
        RawWebSocket second = RawWebSocket.connect(server.port(), "/ws");
        RawConnection third = connect();
        assertThat(third.drain()).isEmpty();
        second.close();
        return third;
    }

    @Test
    void connectionsOfAllAddressesAreBounded() {
        server.close();
        server =
                TestServer.start(ListenerOptions.loopback(0, 1).withMaxConnections(1, 100), WebSocketLimits.defaults());
        try (RawConnection first = connect()) {
            assertThat(first.get("/").status()).isEqualTo(200);
            try (RawConnection second = connect()) {
                assertThat(second.drain()).isEmpty();
            }
            assertThat(first.get("/").status()).isEqualTo(200);
        }
    }
}
