package dev.parley.client;

import static dev.parley.client.Observer.failure;
import static dev.parley.client.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.testing.HandshakeFault;
import dev.parley.client.testing.Received;
import dev.parley.client.testing.Verdict;
import dev.parley.protocol.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server may do wrong: one error each, futures that end, and a client that goes on. */
class BadServerTest extends Served {

    private static final Map<HandshakeFault, List<String>> CODES = Map.ofEntries(
            Map.entry(HandshakeFault.CLOSE_ON_ACCEPT, List.of("handshake_failed", "connect_failed")),
            Map.entry(HandshakeFault.HTTP_500, List.of("handshake_failed", "http_error")),
            Map.entry(HandshakeFault.HTTP_404, List.of("handshake_failed", "http_error")),
            Map.entry(HandshakeFault.JUNK_INSTEAD_OF_HTTP, List.of("handshake_failed")),
            Map.entry(HandshakeFault.WRONG_ACCEPT_KEY, List.of("handshake_failed")),
            Map.entry(HandshakeFault.NEVER_ANSWER, List.of("timeout")),
            Map.entry(HandshakeFault.CLOSE_AFTER_UPGRADE, List.of("transport_error", "handshake_failed", "timeout")),
            Map.entry(HandshakeFault.NEVER_OPEN, List.of("timeout")),
            Map.entry(HandshakeFault.JUNK_OPEN, List.of("malformed")),
            Map.entry(HandshakeFault.CLOSE_AFTER_OPEN, List.of("transport_error", "handshake_failed")),
            Map.entry(HandshakeFault.NEVER_CONNECT, List.of("timeout")),
            Map.entry(HandshakeFault.JUNK_CONNECT, List.of("malformed")),
            Map.entry(HandshakeFault.CLOSE_INSTEAD_OF_CONNECT, List.of("transport_error", "handshake_failed")));

    static Stream<Arguments> faults() {
        return Stream.of(TransportKind.values())
                .flatMap(kind -> Stream.of(HandshakeFault.values())
                        .filter(fault -> fault != HandshakeFault.NONE)
                        .filter(fault -> kind != TransportKind.POLLING || fault != HandshakeFault.WRONG_ACCEPT_KEY)
                        .map(fault -> Arguments.of(fault, kind)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aBrokenHandshakeIsOneErrorAndTheNextAttemptWorks(HandshakeFault fault, TransportKind kind) {
        server.fault(fault);
        LiveTimers timers = new LiveTimers();
        RealtimeClient client = client(builder()
                .transports(kind)
                .timers(timers)
                .reconnection(false)
                .timeout(Duration.ofMillis(timesOut(fault) ? 100 : 5_000)));
        Observer seen = Observer.of(client);
        CompletableFuture<?> send = client.send("a", "e", 1);
        RealtimeException failure = failure(client.connect());
        assertThat(failure.code()).isIn(CODES.get(fault));
        assertThat(failure(send).code()).isEqualTo(failure.code());
        assertThat(seen.errors.next()).isSameAs(failure);
        if (kind == TransportKind.WEBSOCKET) {
            server.awaitConnections(0); // a session of polls that was never known ends by the server's heartbeat
        }
        Observer.await().until(() -> timers.count() == 0);
        seen.errors.isEmpty();
        seen.disconnects.isEmpty();

        server.fault(HandshakeFault.NONE);
        RealtimeClient other = client(builder().transports(kind));
        get(other.connect());
    }

    private static boolean timesOut(HandshakeFault fault) {
        return CODES.getOrDefault(fault, List.of()).contains("timeout");
    }

    @Test
    void whatHasNoMeaningIsToldOnceHoweverOftenItComes() {
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        get(client.connect());
        for (int i = 0; i < 50; i++) {
            server.sendRaw("40{\"sid\":\"other\"}");
            server.sendRaw("0{\"sid\":\"x\",\"pingInterval\":1,\"pingTimeout\":1}");
        }
        server.broadcast("last", "1");
        assertThat(seen.texts(1)).containsExactly("1");
        assertThat(seen.errors.next().code()).isEqualTo("unexpected");
        seen.errors.isEmpty();
        assertThat(client.isConnected()).isTrue();
    }

    /** Else it would end every connection, for ever. */
    @Test
    void aProfileForWhichTheServerEndsTheConnectionIsGivenUpAndNothingElse() {
        server.onUpdate(update -> {
            server.closeConnection(1009, "too big");
            return Verdict.ignore();
        });
        RealtimeClient client = connected();
        get(client.join("a"));
        get(client.join("b"));

        RealtimeException failure = failure(client.updateProfile("poison"));

        assertThat(failure).isInstanceOf(OutcomeUnknownException.class).hasMessageContaining("not sent again");
        server.awaitMembers("a", 1);
        server.awaitMembers("b", 1);
        get(client.send("a", "e", "goes on"));
        int updates = server.received(Received.Kind.UPDATE).size();
        server.dropConnection();
        server.awaitMembers("b", 1);
        get(client.send("a", "e", "and on"));
        assertThat(server.received(Received.Kind.UPDATE)).hasSize(updates);
    }

    /** A stock server passes on as text what a peer has sent as text. */
    @Test
    void whatOnlyLooksLikeAnAttachmentIsAMap() {
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        get(client.connect());
        server.sendRaw("42[\"x\",{\"channel\":\"r\",\"message\":{\"_placeholder\":true,\"num\":0}}]");
        assertThat(seen.messages.next().content().value()).isEqualTo(Map.of("_placeholder", true, "num", 0));
        assertThat(client.isConnected()).isTrue();
        seen.errors.isEmpty();
    }

    /** However often the server ends connections while channels are joined again: it may be starting. */
    @Test
    void channelsThatWereOnceJoinedAreNotForgotten() {
        RealtimeClient client = connected();
        for (String channel : List.of("a", "b", "c")) {
            get(client.join(channel));
        }
        AtomicInteger left = new AtomicInteger(12);
        server.onJoin(join -> {
            if (left.getAndDecrement() > 0) {
                server.closeConnection(1012, "restarting");
                return Verdict.ignore();
            }
            return Verdict.accept();
        });
        server.dropConnection();
        Observer.await().until(() -> left.get() <= 0);
        for (String channel : List.of("a", "b", "c")) {
            server.awaitMembers(channel, 1);
        }
        assertThat(client.isConnected()).isTrue();
    }

    @Test
    void aRefusedProfileLeavesTheOneBefore() {
        server.onUpdate(update -> update.json().equals("\"bad\"") ? Verdict.refuse("no", "No.") : Verdict.accept());
        RealtimeClient client = connected();
        get(client.join("a"));
        get(client.updateProfile("good"));
        assertThat(failure(client.updateProfile("bad"))).isInstanceOf(RefusedException.class);
        server.clearReceived();
        server.dropConnection();
        server.awaitMembers("a", 1);
        assertThat(server.received(Received.Kind.UPDATE))
                .extracting(Received::json)
                .containsExactly("\"good\"");
    }

    @Test
    void whoOpensAgainWheneverItIsSentAwayWaitsLongerEachTime() {
        server.onConnect(peer -> Verdict.refuse("invalid_client_key", "No."));
        HurriedTimers timers = new HurriedTimers();
        RealtimeClient client =
                client(builder().reconnectionDelay(Duration.ofMinutes(1)).timers(timers));
        Observer seen = Observer.of(client);
        client.onError(error -> client.open());
        client.open();
        seen.errors.next();
        seen.errors.next();
        Observer.await().until(() -> server.attempts() == 2);
        timers.hurry();
        client.close();
        assertThat(server.attempts()).isEqualTo(2);
    }

    /** Something that lets no WebSocket through is no reason to give up. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP_404", "WRONG_ACCEPT_KEY", "JUNK_INSTEAD_OF_HTTP", "NEVER_ANSWER", "NEVER_OPEN"})
    void pollingIsTriedWhereNoWebSocketGetsThrough(String fault) {
        server.fault(HandshakeFault.valueOf(fault), 1);
        RealtimeClient client = client(builder().timeout(Duration.ofMillis(fault.startsWith("NEVER") ? 300 : 10_000)));
        Observer seen = Observer.of(client);
        get(client.connect());
        assertThat(server.peers().get(0).transport()).isEqualTo("polling");
        seen.errors.isEmpty();
    }

    @Test
    void nobodyThereIsOneErrorForEachAttempt() {
        server.stop();
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        assertThat(failure(client.connect()).code()).isEqualTo("connect_failed");
        seen.attempts.next(2);
        assertThat(seen.errors.next(2)).extracting(RealtimeException::code).containsOnly("connect_failed");
        server.restart();
        seen.connects.next();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"sid\":5}",
                "{\"sid\":\"\"}",
                "[]",
                "7",
                "null",
                "{\"sid\":null,\"parley\":{}}",
            })
    void anAnswerToConnectWithoutAnIdIsMalformed(String answer) {
        server.onConnect(peer -> Verdict.answer(answer));
        RealtimeClient client = client(builder().reconnection(false));
        assertThat(failure(client.connect()).code()).isEqualTo("malformed");
    }

    /** In place of a packet of the server, behind its answer to CONNECT. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "42[\"a\"",
                "42{\"a\":1}",
                "42[]",
                "42[7",
                "4",
                "49",
                "45-[\"a\"]",
                "451-[\"a\",{\"_placeholder\":true,\"num\":5}]",
                "4299999999999999999999[\"a\"]",
                "43[1]",
                "43-1[1]",
                "9",
                "",
                "44{\"a\":",
                "40{",
            })
    void junkEndsTheConnectionWithOneErrorAndItComesBack(String junk) {
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        get(client.connect());
        seen.connects.next();
        server.holdAnswers(true);
        CompletableFuture<?> send = client.send("a", "e", 1);
        server.awaitReceived(Received.Kind.MESSAGE);
        server.sendRaw(junk);
        assertThat(seen.disconnects.next()).isEqualTo("parse error");
        assertThat(seen.errors.next()).isInstanceOf(MalformedDataException.class);
        assertThat(failure(send)).isInstanceOf(OutcomeUnknownException.class);
        seen.connects.next();
        seen.errors.isEmpty();
    }

    @Test
    void anAttachmentThatNobodyAnnouncedIsJunk() {
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        get(client.connect());
        server.sendRawBinary(new byte[] {1});
        assertThat(seen.disconnects.next()).isEqualTo("parse error");
        assertThat(seen.errors.next().code()).isEqualTo("malformed");
        seen.connects.next(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"WEBSOCKET", "POLLING"})
    void aMessageThatIsTooLargeEndsTheConnection(String kind) {
        RealtimeClient client =
                client(builder().transports(TransportKind.valueOf(kind)).maxIncomingMessage(10_000));
        Observer seen = Observer.of(client);
        get(client.connect());
        server.broadcast("e", "\"" + "x".repeat(9_900) + "\"");
        assertThat(seen.messages.next().event()).isEqualTo("e");
        server.broadcast("e", "\"" + "x".repeat(20_000) + "\"");
        assertThat(seen.disconnects.next()).isEqualTo("parse error");
        assertThat(seen.errors.next().code()).isEqualTo("too_big");
        seen.connects.next(2);
        server.broadcast(
                "e", Payload.json("{\"_placeholder\":true,\"num\":0}").withAttachments(List.of(new byte[9_990])));
        assertThat(seen.disconnects.next()).isEqualTo("parse error");
        assertThat(seen.errors.next().code()).isEqualTo("too_big");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "40{\"sid\":\"again\"}",
                "44{\"message\":\"late\"}",
                "0{\"sid\":\"x\",\"pingInterval\":1000,\"pingTimeout\":1000}",
            })
    void whatHasNoMeaningIsToldAndNotActedUpon(String packet) {
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        get(client.connect());
        String id = client.getSocketId();
        server.sendRaw(packet);
        assertThat(seen.errors.next().code()).isEqualTo("unexpected");
        get(client.send("a", "e", 1));
        assertThat(client.getSocketId()).isEqualTo(id);
        seen.errors.isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"42/other,[\"a\"]", "41/other,", "6", "3", "43777[]", "42[5]", "42[\"a\",null,[],{}]"})
    void whatIsOddButHarmlessIsNoError(String packet) {
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        get(client.connect());
        server.sendRaw(packet);
        get(client.send("a", "e", 1));
        seen.errors.isEmpty();
        seen.disconnects.isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"channel\":\"a\"}",
                "{\"channel\":\"a\",\"message\":5}",
                "{\"channel\":\"a\",\"message\":{\"id\":5}}",
                "{\"channel\":null,\"message\":{\"id\":\"x\"}}",
                "[]",
                "null",
            })
    void presenceWithoutAMemberIsToldAndTheConnectionStays(String argument) {
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        Log<MemberEvent> joins = new Log<>("join");
        client.onJoin(joins::add);
        get(client.connect());
        server.emit(String.valueOf(client.getSocketId()), "channel:join", argument);
        assertThat(seen.errors.next().code()).isEqualTo("malformed");
        get(client.join("a"));
        assertThat(joins.next().channel()).isEqualTo("a");
        assertThat(server.attempts()).isEqualTo(1);
    }

    @Test
    void contentsThatDoNotFitTheListenerAreErrors() {
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        Log<String> texts = new Log<>("text");
        client.on("e", String.class, (text, message) -> texts.add(String.valueOf(text)));
        get(client.connect());
        server.broadcast("e", "{}");
        server.broadcast("e", "\"fits\"");
        assertThat(seen.errors.next().code()).isEqualTo("mapping");
        assertThat(texts.next()).isEqualTo("fits");
        seen.errors.isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "{}", "null", "[5]", "[{}]", "[{\"id\":null}]"})
    void aListOfMembersThatIsNoneFailsTheFuture(String answer) {
        server.onMembers(call -> Verdict.answer(answer));
        RealtimeClient client = client(builder().app("app"));
        assertThat(failure(client.getMembers("a")).code()).isEqualTo("malformed");
        get(client.connect());
        assertThat(failure(client.getMembers("a")).code()).isEqualTo("malformed");
        assertThat(client.isConnected()).isTrue();
    }

    @Test
    void eventsBeforeTheAnswerToConnectAreToldAfterIt() {
        server.onConnect(peer -> {
            server.sendRaw("42[\"e\",{\"channel\":null,\"message\":\"early\"}]");
            return Verdict.accept();
        });
        RealtimeClient client = client();
        Log<String> log = new Log<>("call");
        client.onConnect(() -> log.add("connect"));
        client.on("e", message -> log.add(message.content().json()));
        get(client.connect());
        assertThat(log.next(2)).containsExactly("connect", "\"early\"");
    }

    @Test
    void tooMuchBeforeTheAnswerToConnectIsAFault() {
        server.onConnect(peer -> {
            for (int i = 0; i < 20; i++) {
                server.sendRaw("42[\"e\",\"" + "x".repeat(1_000) + "\"]");
            }
            return Verdict.accept();
        });
        RealtimeClient client = client(builder().maxIncomingMessage(10_000).reconnection(false));
        assertThat(failure(client.connect()).code()).isEqualTo("unexpected");
    }

    @Test
    void aSilentServerIsLeft() {
        ManualTimers timers = new ManualTimers();
        RealtimeClient client = connected(builder().timers(timers));
        Observer seen = Observer.of(client);
        server.silence(true);
        CompletableFuture<?> send = client.send("a", "e", 1);
        server.awaitReceived(Received.Kind.MESSAGE);
        timers.pass(Duration.ofSeconds(20));
        assertThat(send).isNotDone();
        timers.pass(Duration.ofSeconds(25));
        assertThat(seen.disconnects.next()).isEqualTo("ping timeout");
        assertThat(failure(send)).isInstanceOf(OutcomeUnknownException.class);
        server.silence(false);
    }
}
