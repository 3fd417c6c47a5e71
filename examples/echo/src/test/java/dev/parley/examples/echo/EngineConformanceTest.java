package dev.parley.examples.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testkit.HttpAnswer;
import dev.parley.testkit.RawConnection;
import dev.parley.testkit.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Engine.IO protocol promises, in both versions, on {@code /engine.io/}. */
class EngineConformanceTest extends EchoTest {

    private static final String PATH = "/engine.io/";

    private Polls polls(int version) {
        return Polls.open(server.port(), PATH, version);
    }

    private RawWebSocket opened(int version) {
        RawWebSocket socket = webSocket(PATH + "?EIO=" + version + "&transport=websocket");
        assertThat(socket.text()).startsWith("0{");
        return socket;
    }

    /** A polling body of one text packet. */
    private static String body(int version, String packet) {
        return version == 3 ? packet.length() + ":" + packet : packet;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void handshakeOnPollingTellsIdUpgradesAndTimes(int version) {
        HttpAnswer answer = get(PATH + "?EIO=" + version + "&transport=polling");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("text/plain; charset=UTF-8");
        String open = answer.text().substring(answer.text().indexOf("0{"));
        assertThat(open)
                .matches("0\\{\"sid\":\"[A-Za-z0-9_-]{20,}\",\"upgrades\":\\[\"websocket\"],"
                        + "\"pingInterval\":300,\"pingTimeout\":200,\"maxPayload\":1000000}");
        if (version == 3) {
            assertThat(answer.text()).startsWith(open.length() + ":");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void handshakeOnWebSocketOffersNoUpgrade(int version) {
        try (RawWebSocket socket = webSocket(PATH + "?EIO=" + version + "&transport=websocket")) {
            assertThat(socket.text()).startsWith("0{\"sid\":\"").contains("\"upgrades\":[],\"pingInterval\":300");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  ?transport=polling,                    400, 5, Unsupported protocol version",
        "GET,  ?EIO=abc&transport=polling,            400, 5, Unsupported protocol version",
        "GET,  ?EIO=5&transport=polling,              400, 5, Unsupported protocol version",
        "GET,  ?EIO=2&transport=polling,              400, 5, Unsupported protocol version",
        "GET,  ?EIO=4,                                400, 0, Transport unknown",
        "GET,  ?EIO=4&transport=abc,                  400, 0, Transport unknown",
        "GET,  ?EIO=4&transport=__proto__,            400, 0, Transport unknown",
        "POST, ?EIO=4&transport=polling,              400, 2, Bad handshake method",
        "PUT,  ?EIO=4&transport=polling,              400, 2, Bad handshake method",
        "GET,  ?EIO=4&transport=polling&sid=unknown,  400, 1, Session ID unknown",
        "POST, ?EIO=4&transport=polling&sid=unknown,  400, 1, Session ID unknown",
        "GET,  ?EIO=4&transport=websocket,            400, 3, Bad request",
    })
    void refusalsHaveTheReferenceServersCodes(String method, String query, int status, int code, String message) {
        HttpAnswer answer = request(method, PATH + query);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("content-type")).startsWith("application/json");
        assertThat(answer.text()).isEqualTo("{\"code\":" + code + ",\"message\":\"" + message + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?transport=websocket", "?EIO=abc&transport=websocket", "?EIO=4", "?EIO=4&transport=abc"})
    void refusedWebSocketIsAnsweredWithStatus(String query) {
        try (RawConnection connection = RawConnection.open(server.port())) {
            connection.send(RawWebSocket.upgradeRequest(PATH + query, null));

            assertThat(connection.answer().status()).isEqualTo(400);
        }
    }

    @Test
    void requestThatDoesNotFitItsSessionIsBad() {
        Polls polls = polls(4);

        try (RawConnection connection = RawConnection.open(server.port())) {
            String otherVersion = polls.path().replace("EIO=4", "EIO=3");
            assertThat(connection.get(otherVersion).text()).contains("\"code\":3");
            assertThat(connection
                            .get(polls.path().replace("transport=polling", "transport=websocket"))
                            .text())
                    .contains("\"code\":3");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "4, 4hello",
        "4, 4test1\u001e4test2\u001e4test3",
        "4, 4hello\u001ebAQIDBA==",
        "3, 6:4hello",
        "3, 6:4test16:4test26:4test3",
        "3, 2:4€",
    })
    void payloadComesBackAsItWent(int version, String payload) {
        Polls polls = polls(version);

        assertThat(polls.post(payload).text()).isEqualTo("ok");
        assertThat(polls.get().text()).isEqualTo(payload);
    }

    @Test
    void version3AnswersBinaryInItsBinaryFramingAndInBase64OnDemand() {
        Polls polls = polls(3);
        polls.post("6:4hello10:b4AQIDBA==");
        HttpAnswer binary = polls.get();
        byte[] framed = {0, 6, (byte) 255, '4', 'h', 'e', 'l', 'l', 'o', 1, 5, (byte) 255, 4, 1, 2, 3, 4};

        assertThat(binary.header("content-type")).isEqualTo("application/octet-stream");
        assertThat(binary.body()).isEqualTo(framed);
        try (RawConnection connection = RawConnection.open(server.port())) {
            HttpAnswer post = connection.request("POST", polls.path() + "&b64=1", "application/octet-stream", framed);
            assertThat(post.text()).isEqualTo("ok");
            assertThat(connection.get(polls.path() + "&b64=1").text()).isEqualTo("6:4hello10:b4AQIDBA==");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void malformedPayloadEndsTheSession(int version) {
        Polls polls = polls(version);

        assertThat(polls.post("abc").status()).isEqualTo(400);
        assertThat(polls.get().status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void secondPollAtTheSameTimeEndsTheSession(int version) {
        Polls polls = polls(version);

        try (RawConnection first = polls.waiting();
                RawConnection second = polls.waiting()) {
            // Which of them is the second is for the loops to decide.
            HttpAnswer one = first.answer();
            HttpAnswer other = second.answer();
            assertThat(one.status() + other.status()).isEqualTo(600);
            assertThat((one.status() == 200 ? one : other).text()).isEqualTo(body(version, "1"));
        }
        assertThat(polls.get().status()).isEqualTo(400);
    }

    @Test
    void secondPostAtTheSameTimeEndsTheSession() {
        Polls polls = polls(4);

        try (RawConnection first = RawConnection.open(server.port());
                RawConnection second = RawConnection.open(server.port())) {
            String head = "POST " + polls.path() + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\n";
            first.send(head + "4he");
            second.send(head + "4he");

            await().untilAsserted(() -> assertThat(polls.get().status()).isEqualTo(400));
        }
    }

    @Test
    void cancelledPollEndsTheSession() {
        Polls polls = polls(4);
        RawConnection waiting = polls.waiting();
        // The ping shows that the poll had reached the server before it is cancelled the second time around.
        assertThat(waiting.answer().text()).isEqualTo("2");
        waiting.sendRequest("GET", polls.path(), null, new byte[0]);
        polls.post("3");

        waiting.close();

        await().until(() -> polls.post("4x").status() == 400);
    }

    @Test
    void postThatBreaksOffEndsTheSessionAndFreesItsPoll() {
        Polls polls = polls(4);
        try (RawConnection poll = polls.waiting();
                RawConnection post = RawConnection.open(server.port())) {
            post.send("POST " + polls.path() + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60\r\n\r\n4he");
            post.send("l");
            await().pollDelay(Duration.ofMillis(50)).until(() -> true);
            post.reset();

            assertThat(poll.answer().text()).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void textComesBackOnWebSocket(int version) {
        try (RawWebSocket socket = opened(version)) {
            socket.send("4hello");

            assertThat(next(socket)).isEqualTo("4hello");
        }
    }

    @Test
    void binaryComesBackOnWebSocketBareInVersion4() {
        try (RawWebSocket socket = opened(4)) {
            socket.send(new byte[] {1, 2, 3, 4});

            assertThat(socket.binary()).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void binaryComesBackOnWebSocketWithItsTypeInVersion3() {
        try (RawWebSocket socket = opened(3)) {
            socket.send(new byte[] {4, 1, 2, 3, 4});

            assertThat(socket.binary()).containsExactly(4, 1, 2, 3, 4);
        }
    }

    @ParameterizedTest
    @CsvSource({"4,abc", "3,abc", "4,''", "4,2", "3,3", "4,0"})
    void packetThatMayNotComeClosesWithAnError(int version, String packet) {
        try (RawWebSocket socket = opened(version)) {
            socket.send(packet);

            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void version4ServerPingsOnPolling() {
        Polls polls = polls(4);
        for (int i = 0; i < 3; i++) {
            assertThat(polls.get().text()).isEqualTo("2");
            assertThat(polls.post("3").status()).isEqualTo(200);
        }
    }

    @Test
    void version4ServerPingsOnWebSocket() {
        try (RawWebSocket socket = opened(4)) {
            for (int i = 0; i < 3; i++) {
                assertThat(socket.text()).isEqualTo("2");
                socket.send("3");
            }
        }
    }

    @Test
    void version3ClientPingsAreAnsweredWithTheirData() {
        Polls polls = polls(3);
        for (int i = 0; i < 3; i++) {
            assertThat(polls.post("1:2").status()).isEqualTo(200);
            assertThat(polls.get().text()).isEqualTo("1:3");
        }
        try (RawWebSocket socket = opened(3)) {
            socket.send("2");
            assertThat(socket.text()).isEqualTo("3");
            socket.send("2abc");
            assertThat(socket.text()).isEqualTo("3abc");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void silentSessionsEndByPingTimeout(int version) {
        Polls polls = polls(version);
        try (RawWebSocket socket = opened(version)) {
            assertThat(socket.closeCode()).isEqualTo(1008);
        }
        await().until(() ->
                polls.post(body(version, "4x")).status() == 400 || polls.get().status() == 400);
    }

    @ParameterizedTest
    @CsvSource({"3,1:6", "4,6"})
    void closePacketEndsAPollingSessionAndReleasesItsPoll(int version, String noop) {
        Polls polls = polls(version);
        try (RawConnection poll = RawConnection.open(server.port())) {
            poll.sendRequest("GET", polls.path(), null, new byte[0]);
            await().pollDelay(Duration.ofMillis(50)).until(() -> true); // the poll is to be first
            assertThat(polls.post(body(version, "1")).status()).isEqualTo(200);

            assertThat(poll.answer().text()).isEqualTo(noop);
        }
        assertThat(polls.get().status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void closePacketEndsAWebSocket(int version) {
        try (RawWebSocket socket = opened(version)) {
            socket.send("1");

            assertThat(socket.closeCode()).isEqualTo(1000);
        }
    }

    @ParameterizedTest
    @CsvSource({"3,1:6", "4,6"})
    void pollingChangesToWebSocketByAProbe(int version, String noop) {
        Polls polls = polls(version);
        try (RawWebSocket socket = webSocket(polls.path().replace("polling", "websocket"))) {
            socket.send("2probe");
            assertThat(socket.text()).isEqualTo("3probe");
            for (int i = 0; i < 3; i++) {
                assertThat(polls.get().text()).isEqualTo(noop);
            }
            socket.send("5");
            socket.send("4hello");
            assertThat(next(socket)).isEqualTo("4hello");

            assertThat(polls.get().status()).isEqualTo(400);
            try (RawConnection second = RawConnection.open(server.port())) {
                second.send(RawWebSocket.upgradeRequest(polls.path().replace("polling", "websocket"), null));
                assertThat(second.answer().status()).isEqualTo(400);
            }
            socket.send("4still here");
            assertThat(next(socket)).isEqualTo("4still here");
        }
    }

    @Test
    void whatWaitsForAPollGoesOutOnTheWebSocketFirst() {
        Polls polls = polls(4);
        polls.post("4one\u001e4two");
        try (RawWebSocket socket = webSocket(polls.path().replace("polling", "websocket"))) {
            socket.send("2probe");
            assertThat(socket.text()).isEqualTo("3probe");
            socket.send("5");
            socket.send("4three");

            assertThat(next(socket)).isEqualTo("4one");
            assertThat(next(socket)).isEqualTo("4two");
            assertThat(next(socket)).isEqualTo("4three");
        }
    }

    @Test
    void secondProbeAtTheSameTimeIsClosedAndTheFirstGoesOn() {
        Polls polls = polls(4);
        String path = polls.path().replace("polling", "websocket");
        try (RawWebSocket first = webSocket(path)) {
            first.send("2probe");
            assertThat(first.text()).isEqualTo("3probe");
            try (RawWebSocket second = webSocket(path)) {
                assertThat(second.closeCode()).isEqualTo(1008);
            }
            first.send("5");
            first.send("4hello");
            assertThat(next(first)).isEqualTo("4hello");
        }
    }

    @Test
    void failedProbeLeavesPollingAsItWas() {
        Polls polls = polls(4);
        try (RawWebSocket socket = webSocket(polls.path().replace("polling", "websocket"))) {
            socket.send("4hello");

            assertThat(socket.closeCode()).isEqualTo(1002);
        }
        assertThat(polls.post("4hello").status()).isEqualTo(200);
        assertThat(polls.get().text()).contains("4hello");
    }

    @Test
    void messageOfExactlyTheLargestSizeComesBackAndOneByteMoreDoesNot() {
        String largest = "4" + "x".repeat(999_999);
        try (RawWebSocket socket = opened(4)) {
            socket.send(largest);
            assertThat(next(socket)).isEqualTo(largest);
            socket.connection()
                    .trySend(RawWebSocket.frame(
                            RawWebSocket.TEXT, true, (largest + "x").getBytes(StandardCharsets.US_ASCII)));
            assertThat(socket.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void postOfExactlyTheLargestSizeIsTakenAndOneByteMoreIsNot() {
        String largest = "4" + "x".repeat(999_999);
        Polls polls = polls(4);

        assertThat(polls.post(largest).status()).isEqualTo(200);
        try (RawConnection connection = RawConnection.open(server.port())) {
            HttpAnswer answer = connection.post(polls.path(), largest + "x");
            assertThat(answer.status()).isEqualTo(413);
            assertThat(connection.drain()).isEmpty();
        }
    }

    @Test
    void originIsAnsweredForBrowsers() {
        try (RawConnection connection = RawConnection.open(server.port())) {
            connection.send("OPTIONS " + PATH + "?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\n"
                    + "Origin: http://app.example\r\nAccess-Control-Request-Headers: content-type\r\n\r\n");
            HttpAnswer answer = connection.answer();

            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header("access-control-allow-origin")).isEqualTo("http://app.example");
            assertThat(answer.header("vary")).isEqualTo("Origin");
        }
    }
}
