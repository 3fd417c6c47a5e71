package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.PacketType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class PollingTransportTest {

    private static final String OPEN =
            "0{\"sid\":\"a+b\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":100}";

    private final EventRecorder events = new EventRecorder();
    private HttpScript server;
    private TransportRig rig;

    @BeforeEach
    void start() throws Exception {
        server = new HttpScript();
        rig = new TransportRig(TransportKind.POLLING, server.address(), events).open();
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        await().until(() -> rig.timers.waiting() == 0);
        server.close();
        events.requireOrder();
    }

    @Test
    void pollsAndPosts() throws Exception {
        HttpScript.Asked handshake = server.next();
        assertThat(handshake.method()).isEqualTo("GET");
        assertThat(handshake.query()).matches("EIO=4&transport=polling&t=[0-9a-z]+");
        handshake.answer(200, OPEN);
        assertThat(events.next().type()).isEqualTo(PacketType.OPEN);

        HttpScript.Asked poll = server.next();
        assertThat(poll.query()).matches("EIO=4&transport=polling&t=[0-9a-z]+&sid=a%2Bb");
        poll.answer(200, "40{\"sid\":\"x\"}\u001ebAAEC\u001e6");
        assertThat(events.next()).isEqualTo(EnginePacket.text(PacketType.MESSAGE, "0{\"sid\":\"x\"}"));
        assertThat(events.next()).isEqualTo(EnginePacket.binary(new byte[] {0, 1, 2}));
        assertThat(events.next()).isEqualTo(EnginePacket.empty(PacketType.NOOP));

        HttpScript.Asked second = server.next();
        assertThat(second.method()).isEqualTo("GET");
        assertThat(second.query()).as("no cache may answer").isNotEqualTo(poll.query());

        CompletableFuture<Boolean> sent = rig.sending(List.of(
                EnginePacket.text(PacketType.MESSAGE, "grüße"),
                EnginePacket.binary(new byte[] {(byte) 0xff}),
                EnginePacket.empty(PacketType.PONG)));
        HttpScript.Asked post = server.next();
        assertThat(post.method()).isEqualTo("POST");
        assertThat(post.query()).endsWith("&sid=a%2Bb");
        assertThat(post.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
        assertThat(post.body()).isEqualTo("4grüße\u001eb/w==\u001e3");
        assertThat(sent).isNotDone();
        post.answer(200, "ok");
        await().until(sent::isDone);
        assertThat(server.isQuiet()).as("one GET at a time").isTrue();
        second.answer(200, "2");
        assertThat(events.next()).isEqualTo(EnginePacket.empty(PacketType.PING));
    }

    @Test
    void aBlockedCommonPoolStopsNothing() throws Exception {
        BlockedCommonPool.during(() -> {
            HttpScript.Asked poll = connect();
            poll.answer(200, "4x");
            assertThat(events.next().text()).isEqualTo("x");
            CompletableFuture<Boolean> sent = rig.sending(List.of(EnginePacket.empty(PacketType.PONG)));
            HttpScript.Asked one = server.next();
            HttpScript.Asked other = server.next();
            HttpScript.Asked post = one.method().equals("POST") ? one : other;
            post.answer(200, "ok");
            await().until(sent::isDone);
            (post == one ? other : one).answer(400, "{\"code\":1}");
            assertThat(events.end().error()).hasMessageContaining("does not know the connection");
        });
    }

    /** A listener may take long; what waits for it is counted by the packet's length. */
    @Test
    void aPacketDoesNotKeepAMuchLargerBody() throws Exception {
        String large = "l".repeat(20_000);
        connect().answer(200, "4small\u001e4" + large + "\u001e4" + "m".repeat(5_000));
        for (String expected : List.of("small", large, "m".repeat(5_000))) {
            EnginePacket packet = events.next();
            assertThat(packet.text()).isEqualTo(expected);
            assertThat(packet.data().length)
                    .as("bytes kept by a packet of " + packet.length())
                    .isLessThanOrEqualTo(2 * packet.length() + 256);
        }
    }

    @Test
    void anAnswerAtItsFullSizeIsNotCopied() throws Exception {
        String half = "h".repeat(10_000);
        connect().answer(200, "4" + half + "\u001e4" + half);
        assertThat(events.next().data()).isSameAs(events.next().data());
    }

    @Test
    void pollsAndPostsUseTheirConnectionsAgain() throws Exception {
        HttpScript.Asked poll = connect();
        for (int i = 0; i < 50; i++) {
            poll.answer(200, "6");
            events.next();
            poll = server.next();
        }
        for (int i = 0; i < 50; i++) {
            CompletableFuture<Boolean> sent = rig.sending(List.of(EnginePacket.empty(PacketType.PONG)));
            server.next().answer(200, "ok");
            sent.get(10, TimeUnit.SECONDS);
        }
        assertThat(server.connections()).as("one for polls, one for posts").isLessThanOrEqualTo(2);
    }

    @Test
    void whatIsSentIsSplitAsTheServerWantsIt() throws Exception {
        HttpScript.Asked poll = connect();
        List<EnginePacket> packets = IntStream.range(0, 10)
                .mapToObj(i -> EnginePacket.text(PacketType.MESSAGE, i + "x".repeat(31)))
                .toList(); // three of 33 bytes and two separators are 101
        CompletableFuture<Boolean> sent = rig.sending(packets);
        List<String> got = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            HttpScript.Asked post = server.next();
            assertThat(server.isQuiet()).as("one POST at a time").isTrue();
            assertThat(post.body()).hasSize(67);
            got.addAll(List.of(post.body().split("\u001e")));
            post.answer(200, "ok");
        }
        await().until(sent::isDone);
        assertThat(got)
                .containsExactlyElementsOf(
                        packets.stream().map(packet -> "4" + packet.text()).toList());
        poll.answer(200, "6");
    }

    @Test
    void whilePausedNoPollBegins() throws Exception {
        HttpScript.Asked poll = connect();
        rig.pause();
        poll.answer(200, "4late");
        assertThat(events.next().text()).as("what was on its way is told").isEqualTo("late");
        await().during(Duration.ofMillis(100)).until(server::isQuiet);
        rig.resume();
        HttpScript.Asked next = server.next();
        rig.pause();
        rig.resume();
        next.answer(200, "4more");
        assertThat(events.next().text()).isEqualTo("more");
        server.next();
        assertThat(server.isQuiet()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "400, '{\"code\":0,\"message\":\"Transport unknown\"}', 'answered 400: Transport unknown'",
        "404, '<html>not here</html>', 'answered 404: <html>not here'",
        "403, '{\"code\":4,\"message\":\"Forbidden\"}', 'answered 403: Forbidden'",
        "503, '', 'answered 503.'",
    })
    void aHandshakeAnsweredOtherwiseMeansThatAnotherTransportMayDo(int status, String body, String message)
            throws Exception {
        server.next().answer(status, body);
        TransportEnd end = events.end();
        assertThat(end.unsupported()).isTrue();
        assertThat(end.reason()).isEqualTo("transport error");
        assertThat(end.error().code()).isEqualTo("http_error");
        assertThat(end.error()).hasMessageContaining(message).hasMessageNotContainingAny("secret", "EIO");
    }

    @ParameterizedTest
    @CsvSource({"<html>welcome</html>", "4hello", "0{}", "'0{\"sid\":\"x\"'", "''"})
    void aHandshakeThatIsNoneMeansThatAnotherTransportMayDo(String body) throws Exception {
        server.next().answer(200, body);
        TransportEnd end = events.end();
        assertThat(end.unsupported()).isTrue();
        assertThat(end.reason()).isEqualTo("parse error");
        assertThat(end.error()).isInstanceOf(MalformedDataException.class);
        assertThat(end.error().code()).isEqualTo("malformed");
    }

    @Test
    void aForgottenSessionIsTheEnd() throws Exception {
        connect().answer(400, "{\"code\":1,\"message\":\"Session ID unknown\"}");
        TransportEnd end = events.end();
        assertThat(end.unsupported()).isFalse();
        assertThat(end.reason()).isEqualTo("transport error");
        assertThat(end.error().code()).isEqualTo("transport_error");
        assertThat(end.error()).hasMessageContaining("sticky sessions");
    }

    @Test
    void aRefusedPostIsTheEndAndDropsThePoll() throws Exception {
        connect();
        CompletableFuture<Boolean> sent = rig.sending(List.of(EnginePacket.text(PacketType.MESSAGE, "x")));
        server.next().answer(413, "{\"code\":3,\"message\":\"Payload is larger than 100 bytes\"}");
        TransportEnd end = events.end();
        assertThat(end.unsupported()).isFalse();
        assertThat(end.error().code()).isEqualTo("http_error");
        assertThat(end.error()).hasMessageContaining("answered 413: Payload is larger than 100 bytes");
        await().until(sent::isCompletedExceptionally);
    }

    @ParameterizedTest
    @CsvSource({"x, malformed", "'', malformed", "'4a\u001e\u001e4b', malformed"})
    void aPollThatIsNoPacketsIsAParseError(String body, String code) throws Exception {
        connect().answer(200, body);
        TransportEnd end = events.end();
        assertThat(end.unsupported()).isFalse();
        assertThat(end.reason()).isEqualTo("parse error");
        assertThat(end.error().code()).isEqualTo(code);
        assertThat(events.packets).as("no packet of such a body counts").isEmpty();
    }

    @Test
    void aMessageOverTheBoundIsAParseError() throws Exception {
        connect().answer(200, "4" + "x".repeat(TransportRig.MAX_BYTES + 1));
        assertThat(events.end().error()).isInstanceOf(MalformedDataException.class);
        assertThat(events.end().error().code()).isEqualTo("too_big");
    }

    @Test
    void aClosePacketIsTheEnd() throws Exception {
        connect().answer(200, "4x\u001e1\u001e4y");
        assertThat(events.end().reason()).isEqualTo("transport close");
        assertThat(events.packets).containsExactly(EnginePacket.text(PacketType.MESSAGE, "x"));
        await().during(Duration.ofMillis(50)).until(server::isQuiet);
    }

    @Test
    void closeSaysGoodbyeAfterWhatWasSent() throws Exception {
        HttpScript.Asked poll = connect();
        CompletableFuture<Boolean> sent = rig.sending(List.of(EnginePacket.text(PacketType.MESSAGE, "1")));
        rig.shut();
        HttpScript.Asked post = server.next();
        assertThat(post.body()).isEqualTo("41");
        post.answer(200, "ok");
        await().until(sent::isDone);
        HttpScript.Asked goodbye = server.next();
        assertThat(goodbye.body()).isEqualTo("1");
        poll.answer(200, "4late\u001e6");
        goodbye.answer(200, "ok");
        await().until(() -> rig.timers.waiting() == 0);
        assertThat(server.isQuiet()).as("no further poll").isTrue();
        assertThat(events.packets).isEmpty();
        assertThat(events.hasEnded()).isFalse();
    }

    private HttpScript.Asked connect() throws Exception {
        server.next().answer(200, OPEN);
        events.next();
        return server.next();
    }
}
