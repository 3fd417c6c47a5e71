package dev.parley.client;

import static dev.parley.client.Observer.failure;
import static dev.parley.client.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.client.testing.FakeServer;
import dev.parley.client.testing.Received;
import dev.parley.client.testing.Verdict;
import dev.parley.protocol.ReservedEvents;
import dev.parley.protocol.mapping.MappingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SendTest extends Served {

    @Test
    void parleysAnswerCompletesTheFuture() {
        RealtimeClient client = connected();
        server.holdAnswers(true);
        List<CompletableFuture<?>> all =
                List.of(client.send("a", "e", 1), client.broadcast("e", 2), client.join("a"), client.updateProfile(3));
        Observer.await().until(() -> server.heldAnswers() == 4);
        assertThat(all).noneMatch(CompletableFuture::isDone);
        server.releaseAnswers(1);
        get(all.get(0));
        assertThat(all.get(1)).isNotDone();
        server.holdAnswers(false);
        all.forEach(Observer::get);
        assertThat(server.received())
                .filteredOn(one -> one.kind() != Received.Kind.CONNECT)
                .allMatch(Received::wantsAnswer);
    }

    @Test
    void anotherServersSilenceIsNoFailure() {
        serve(FakeServer.builder().parley(false));
        RealtimeClient client = connected();
        get(client.join("a"));
        get(client.send("a", "e", 1));
        get(client.leave("a"));
        server.awaitReceived(Received.Kind.LEAVE);
        assertThat(server.received()).noneMatch(Received::wantsAnswer);
    }

    @Test
    void errorsOfTheServerAreRefusals() {
        server.onMessage(message -> Verdict.refuse("not_allowed", "Not for you."));
        server.onJoin(join -> Verdict.refuse("too_many_channels", "Enough."));
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        get(client.connect());
        RealtimeException refusal = failure(client.send("a", "e", 1));
        assertThat(refusal).isInstanceOf(RefusedException.class).hasMessageContaining("Not for you.");
        assertThat(refusal.code()).isEqualTo("not_allowed");
        assertThat(((RefusedException) refusal).isTerminal()).isFalse();
        assertThat(failure(client.join("a")).code()).isEqualTo("too_many_channels");
        assertThat(client.isConnected()).isTrue();
        seen.errors.isEmpty();

        // A refused channel is not joined again.
        server.clearReceived();
        seen.connects.next();
        server.dropConnection();
        seen.connects.next();
        failure(client.send("a", "e", 2));
        assertThat(lines()).containsExactly("MESSAGE a 2");
    }

    @Test
    void aChannelThatCannotBeJoinedAgainIsAnError() {
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        get(client.connect());
        get(client.join("a"));
        server.onJoin(join -> Verdict.refuse("not_allowed", "Not any more."));
        server.dropConnection();
        assertThat(seen.errors.next().code()).isEqualTo("not_allowed");
    }

    @Test
    void whatWasNotAnsweredAtADropIsUnknownAndNotSentAgain() {
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        get(client.connect());
        server.holdAnswers(true);
        CompletableFuture<?> send = client.send("a", "e", 1);
        CompletableFuture<?> members = client.getMembers("a");
        server.awaitReceived(Received.Kind.MEMBERS);
        server.dropConnection();
        server.holdAnswers(false);
        RealtimeException unknown = failure(send);
        assertThat(unknown).isInstanceOf(OutcomeUnknownException.class);
        assertThat(unknown.code()).isEqualTo("outcome_unknown");
        assertThat(failure(members)).isInstanceOf(ConnectionException.class);
        seen.connects.next(2);
        get(client.send("a", "e", 2));
        assertThat(received()).containsExactly("1", "2");
    }

    @Test
    void joinsUnderWayAtADropAreRepeated() {
        RealtimeClient client = connected();
        server.holdAnswers(true);
        CompletableFuture<?> join = client.join("a", false);
        CompletableFuture<?> update = client.updateProfile("p");
        CompletableFuture<?> leave = client.leave("b");
        server.awaitReceived(Received.Kind.LEAVE);
        server.clearReceived();
        server.dropConnection();
        server.holdAnswers(false);
        get(CompletableFuture.allOf(join, update, leave));
        assertThat(lines()).containsExactly("JOIN a echo=false", "UPDATE \"p\"", "LEAVE b");
        server.awaitMembers("a", 1);
    }

    /** The window is full and answers are missing; some messages have left and some have not. */
    @ParameterizedTest
    @EnumSource(TransportKind.class)
    void whatWasNotSentAtADropIsSentOnceAndInOrder(TransportKind kind) {
        RealtimeClient client = client(builder().transports(kind));
        Observer seen = Observer.of(client);
        get(client.connect());
        server.holdAnswers(true);
        List<CompletableFuture<?>> all = new ArrayList<>();
        IntStream.range(0, 3_000).forEach(i -> all.add(client.send("a", "e", i)));
        server.awaitReceived(Received.Kind.MESSAGE, 1_024);
        server.releaseAnswers(100);
        server.awaitReceived(Received.Kind.MESSAGE, 1_124);
        CompletableFuture<?> question = client.getMembers("a");
        server.dropConnection();
        server.holdAnswers(false);
        assertThat(failure(question)).isInstanceOf(ConnectionException.class);
        for (int i = 0; i < 3_000; i++) {
            if (i < 100) {
                get(all.get(i));
            } else if (i < 1_124) {
                assertThat(failure(all.get(i))).isInstanceOf(OutcomeUnknownException.class);
            } else {
                get(all.get(i));
            }
        }
        assertThat(received())
                .containsExactlyElementsOf(
                        IntStream.range(0, 3_000).mapToObj(String::valueOf).toList());
        assertThat(server.received(Received.Kind.MEMBERS)).isEmpty();
        seen.errors.isEmpty();
    }

    /** The server does not even read, so that what is lost on the way is lost inside of TCP. */
    @Test
    void nothingIsDoubledWhenTheServerStopsReading() {
        RealtimeClient client = connected();
        String padding = "x".repeat(10_000);
        server.stopReading(true);
        List<CompletableFuture<?>> all = new ArrayList<>();
        IntStream.range(0, 1_500).forEach(i -> all.add(client.send("a", "e", i + padding)));
        server.stop();
        server.stopReading(false);
        server.restart();
        List<Integer> surely = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Object outcome = all.get(i)
                    .handle((value, failure) -> failure)
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
            if (outcome == null) {
                surely.add(i);
            } else {
                assertThat(outcome).isInstanceOf(OutcomeUnknownException.class);
            }
        }
        List<Integer> came = received().stream()
                .map(text -> Integer.parseInt(text.substring(1, text.indexOf('x'))))
                .toList();
        assertThat(came).doesNotHaveDuplicates().isSorted().containsAll(surely);
        assertThat(surely).isNotEmpty().hasSizeLessThan(all.size());
    }

    @Test
    void noAnswerInTimeLeavesTheOutcomeUnknown() {
        RealtimeClient client = connected(builder().answerTimeout(Duration.ofMillis(50)));
        server.holdAnswers(true);
        CompletableFuture<?> first = client.send("a", "e", 1);
        assertThat(failure(first)).isInstanceOf(OutcomeUnknownException.class).hasMessageContaining("50 ms");
        assertThat(failure(client.getMembers("a"))).isInstanceOf(RealtimeException.class);
        assertThat(client.isConnected()).isTrue();
        server.holdAnswers(false); // too late
        get(client.send("a", "e", 2).exceptionally(late -> null));
        assertThat(server.attempts()).isEqualTo(1);
    }

    @Test
    void answersThatComeTwiceOrToNothingAreIgnored() {
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        get(client.connect());
        server.answerTwice(true);
        get(client.send("a", "e", 1));
        server.sendRaw("43999[{\"ok\":true}]");
        server.sendRaw("430[{\"error\":{\"code\":\"late\"}}]");
        get(client.send("a", "e", 2));
        assertThat(client.isConnected()).isTrue();
        seen.errors.isEmpty();
    }

    @Test
    void cancelledMessagesAreNotSent() {
        RealtimeClient client = client();
        CompletableFuture<?> first = client.send("a", "e", 1);
        client.send("a", "e", 2).cancel(true);
        client.send("a", "e", 3).complete(null);
        CompletableFuture<?> last = client.send("a", "e", 4);
        get(client.connect());
        get(first);
        get(last);
        assertThat(received()).containsExactly("1", "4");
    }

    @Test
    void whatIsLargerThanTheServerTakesFailsAlone() {
        for (boolean parley : List.of(true, false)) {
            serve(FakeServer.builder().maxPayload(2_000).parley(parley));
            RealtimeClient client = connected();
            CompletableFuture<?> text = client.send("a", "e", "x".repeat(2_000));
            CompletableFuture<?> binary = client.send("a", "e", new byte[2_001]);
            CompletableFuture<?> fits = client.send("a", "e", "x".repeat(1_800));
            for (CompletableFuture<?> each : List.of(text, binary)) {
                RealtimeException failure = failure(each);
                assertThat(failure).isInstanceOf(NotSentException.class).hasMessageContaining("2000");
                assertThat(failure.code()).isEqualTo("payload_too_large");
            }
            get(fits);
            server.awaitReceived(Received.Kind.MESSAGE);
            assertThat(client.isConnected()).isTrue();
            assertThat(server.attempts()).isEqualTo(1);
            Observer.shut(client);
        }
    }

    @Test
    void namesThatAreWrongAreToldAtOnce() {
        RealtimeClient client = client();
        for (String blank : List.of("", " ", "\t\n")) {
            assertThatThrownBy(() -> client.send(blank, "e", 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.send("a", blank, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.broadcast(blank, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.join(blank)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.leave(blank)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.getMembers(blank)).isInstanceOf(IllegalArgumentException.class);
        }
        for (String reserved : List.of("connect", "connect_error", "disconnect", "disconnecting", "newListener")) {
            assertThat(ReservedEvents.contains(reserved)).isTrue();
            assertThatThrownBy(() -> client.broadcast(reserved, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(reserved);
        }
        assertThatThrownBy(() -> client.send("a", "e", new Object())).isInstanceOf(MappingException.class);
        assertThatThrownBy(() -> client.updateProfile(new Object())).isInstanceOf(MappingException.class);
    }

    @Test
    void bytesTravelBothWaysWhereverTheyAre() {
        byte[] bytes = {1, 2, 3, (byte) 0xff};
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        get(client.connect());
        get(client.join("a", false));
        get(client.send("a", "e", Map.of("list", List.of("x", bytes, Map.of("deep", new byte[0])))));
        Object sent = server.awaitReceived(Received.Kind.MESSAGE).value();
        Object echoed = seen.messages.next().content().value();
        for (Object value : new Object[] {sent, echoed}) {
            assertThat(value)
                    .usingRecursiveComparison()
                    .isEqualTo(Map.of("list", List.of("x", bytes, Map.of("deep", new byte[0]))));
        }
        get(client.updateProfile(bytes, true));
        Object profile = ((Map<?, ?>)
                        Objects.requireNonNull(seen.messages.next().content().value()))
                .get("data");
        assertThat(profile).isEqualTo(bytes);
    }
}
