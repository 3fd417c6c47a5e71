package dev.parley.client;

import static dev.parley.client.Observer.failure;
import static dev.parley.client.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.testing.HandshakeFault;
import dev.parley.client.testing.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloseTest extends Served {

    @ParameterizedTest
    @EnumSource(TransportKind.class)
    void whatWasGivenBeforeIsSentAndAnsweredFirst(TransportKind kind) {
        RealtimeClient client = connected(builder().transports(kind));
        Observer seen = Observer.of(client);
        List<CompletableFuture<?>> all = new ArrayList<>();
        IntStream.range(0, 2_000).forEach(i -> all.add(client.send("a", "e", i)));
        CompletableFuture<?> closed = client.disconnect();
        CompletableFuture<?> after = client.send("a", "e", "after");
        get(closed);
        assertThat(all).allMatch(each -> each.isDone() && !each.isCompletedExceptionally());
        assertThat(failure(after)).isInstanceOf(NotSentException.class);
        assertThat(failure(after).code()).isEqualTo("closed");
        assertThat(received()).hasSize(2_000);
        assertThat(seen.disconnects.next()).isEqualTo("io client disconnect");
        assertThat(server.awaitReceived(Received.Kind.DISCONNECT).event()).isEqualTo("client namespace disconnect");
        server.awaitConnections(0);
        seen.attempts.isEmpty();
        seen.errors.isEmpty();
    }

    @Test
    void closingTwiceOrBeforeOpeningDoesNothing() {
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        CompletableFuture<?> waits = client.send("a", "e", 1);
        get(client.disconnect());
        assertThat(failure(waits).code()).isEqualTo("closed");
        get(client.disconnect());
        client.close();
        seen.disconnects.isEmpty();
        assertThat(server.attempts()).isZero();
    }

    @Test
    void closeWhileConnectingEndsTheAttempt() {
        server.fault(HandshakeFault.NEVER_CONNECT);
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        CompletableFuture<?> connect = client.connect();
        CompletableFuture<?> send = client.send("a", "e", 1);
        server.awaitReceived(Received.Kind.CONNECT);
        get(client.disconnect());
        assertThat(failure(connect).code()).isEqualTo("closed");
        assertThat(failure(send).code()).isEqualTo("closed");
        server.awaitConnections(0);
        seen.errors.isEmpty();
        seen.disconnects.isEmpty();
    }

    @Test
    void closeWhileAnAttemptIsAwaitedEndsTheAttempts() {
        LiveTimers timers = new LiveTimers();
        RealtimeClient client = client(builder().timers(timers));
        Observer seen = Observer.of(client);
        get(client.connect());
        server.stop();
        seen.attempts.next();
        CompletableFuture<?> send = client.send("a", "e", 1);
        get(client.disconnect());
        assertThat(failure(send).code()).isEqualTo("closed");
        Observer.await().until(() -> timers.count() == 0);
        server.restart();
        seen.connects.next();
        seen.connects.isEmpty();
    }

    @Test
    void openWhileClosingOpensAgainAndCloseAfterItWins() {
        RealtimeClient client = client();
        get(client.connect());
        server.holdAnswers(true);
        CompletableFuture<?> send = client.send("a", "e", 1);
        CompletableFuture<?> closed = client.disconnect();
        CompletableFuture<?> opened = client.connect();
        assertThat(closed).isNotDone();
        server.awaitReceived(Received.Kind.MESSAGE);
        server.holdAnswers(false);
        get(send);
        get(closed);
        get(opened);
        assertThat(server.attempts()).isEqualTo(2);

        server.holdAnswers(true);
        CompletableFuture<?> last = client.send("a", "e", 2);
        CompletableFuture<?> first = client.disconnect();
        CompletableFuture<?> open = client.connect();
        CompletableFuture<?> second = client.disconnect();
        assertThat(failure(open).code()).isEqualTo("closed");
        server.awaitReceived(Received.Kind.MESSAGE, 2);
        server.holdAnswers(false);
        get(CompletableFuture.allOf(last, first, second));
        assertThat(client.isConnected()).isFalse();
        assertThat(server.attempts()).isEqualTo(2);
    }

    @Test
    void aConnectionThatBreaksWhileClosingIsClosed() {
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        get(client.connect());
        server.holdAnswers(true);
        CompletableFuture<?> send = client.send("a", "e", 1);
        server.awaitReceived(Received.Kind.MESSAGE);
        CompletableFuture<?> closed = client.disconnect();
        server.dropConnection();
        get(closed);
        assertThat(failure(send)).isInstanceOf(OutcomeUnknownException.class);
        seen.disconnects.next();
        seen.attempts.isEmpty();
        assertThat(server.attempts()).isEqualTo(1);
    }

    @Test
    void aServerThatDoesNotAnswerHoldsUpClosingForABoundedTime() {
        HurriedTimers timers = new HurriedTimers();
        RealtimeClient client = client(builder().timers(timers));
        Observer seen = Observer.of(client);
        get(client.connect());
        server.holdAnswers(true);
        CompletableFuture<?> send = client.send("a", "e", 1);
        server.awaitReceived(Received.Kind.MESSAGE);
        timers.hurry();
        get(client.disconnect());
        assertThat(failure(send)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(seen.disconnects.next()).isEqualTo("io client disconnect");
        server.awaitConnections(0);
    }

    @Test
    void getMembersWhileClosedFailsOrIsAskedOverRest() {
        RealtimeClient client = client(builder().app("app"));
        get(client.connect());
        Observer.shut(client);
        assertThat(get(client.getMembers("a"))).isEmpty();
    }
}
