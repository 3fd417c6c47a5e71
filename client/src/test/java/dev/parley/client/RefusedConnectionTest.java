package dev.parley.client;

import static dev.parley.client.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.testing.Received;
import dev.parley.client.testing.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedConnectionTest extends Served {

    @ParameterizedTest
    @ValueSource(strings = {"invalid_client_key", "invalid_session_token", "no_environment_found", "never_heard_of"})
    void aRefusalIsTheEndAndFailsWhatWaits(String code) {
        LiveTimers timers = new LiveTimers();
        server.onConnect(peer -> Verdict.refuse(code, "No."));
        RealtimeClient client = client(builder().timers(timers));
        Observer seen = Observer.of(client);
        CompletableFuture<?> send = client.send("a", "e", 1);
        CompletableFuture<?> join = client.join("a");
        CompletableFuture<?> connect = client.connect();

        RealtimeException refusal = Observer.failure(connect);
        assertThat(refusal).isInstanceOf(RefusedException.class);
        assertThat(((RefusedException) refusal).isTerminal()).isTrue();
        assertThat(refusal.code()).isEqualTo(code);
        for (CompletableFuture<?> waited : List.of(send, join, client.send("a", "e", 2))) {
            RealtimeException failure = Observer.failure(waited);
            assertThat(failure).isInstanceOf(NotSentException.class);
            assertThat(failure.code()).isEqualTo(code);
        }
        assertThat(seen.errors.next()).isSameAs(refusal);
        server.awaitConnections(0);
        Observer.await().until(() -> timers.count() == 0); // so no attempt is to come
        assertThat(server.attempts()).isEqualTo(1);
        seen.attempts.isEmpty();
        seen.errors.isEmpty();
        seen.disconnects.isEmpty();
    }

    @Test
    void aSupplierThatHangsIsATimeoutAndIsNotAskedASecondTime() {
        AtomicInteger asked = new AtomicInteger();
        CompletableFuture<String> token = new CompletableFuture<>();
        RealtimeClient client = client(builder().timeout(Duration.ofMillis(50)).session(() -> {
            asked.incrementAndGet();
            return token.join();
        }));
        assertThat(Observer.failure(client.connect()).code()).isEqualTo("timeout");
        assertThat(Observer.failure(client.connect()).code()).isEqualTo("timeout");
        assertThat(Observer.failure(client.getMembers("a")).code()).isEqualTo("timeout");
        assertThat(server.attempts()).isZero();

        token.complete("late");
        Observer.await().until(client::isConnected);
        assertThat(asked).as("for the connections, and for the members").hasValueBetween(2, 3);
    }

    @Test
    void openBeginsAnewAndAsksForTheSessionAgain() {
        AtomicReference<String> token = new AtomicReference<>("old");
        server.onConnect(peer -> "new".equals(peer.authMap().get("Session"))
                ? Verdict.accept()
                : Verdict.refuse("invalid_session_token", "It has ended."));
        RealtimeClient client = client(builder().session(token::get));
        CompletableFuture<?> join = client.join("a");
        assertThat(Observer.failure(client.connect()).code()).isEqualTo("invalid_session_token");
        assertThat(Observer.failure(join).code()).isEqualTo("invalid_session_token");
        token.set("new");
        get(client.connect());
        get(client.send("a", "e", 1));
        assertThat(server.attempts()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"internal_server_error", "rate_limit_exceeded"})
    void refusalsThatPassAreTriedAgain(String code) {
        AtomicInteger attempts = new AtomicInteger();
        server.onConnect(peer -> attempts.incrementAndGet() < 3 ? Verdict.refuse(code, "Not now.") : Verdict.accept());
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        CompletableFuture<?> send = client.send("a", "e", 1);
        RealtimeException failure = Observer.failure(client.connect());
        assertThat(((RefusedException) failure).isTerminal()).isFalse();
        get(send);
        assertThat(seen.errors.next(2)).extracting(RealtimeException::code).containsOnly(code);
        assertThat(server.attempts()).isEqualTo(3);
        assertThat(server.received(Received.Kind.MESSAGE)).hasSize(1);
    }

    @Test
    void aRefusalAfterALossIsTheEndToo() {
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        get(client.connect());
        server.onConnect(peer -> Verdict.refuse("invalid_session_token", "It has ended."));
        server.dropConnection();
        assertThat(seen.errors.next().code()).isEqualTo("invalid_session_token");
        assertThat(Observer.failure(client.send("a", "e", 1)).code()).isEqualTo("invalid_session_token");
        assertThat(server.attempts()).isEqualTo(2);
    }

    @Test
    void aSupplierThatFailsIsAnAttemptThatFailed() {
        AtomicInteger asked = new AtomicInteger();
        RealtimeClient client = client(builder().session(() -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("no store");
            }
            return null;
        }));
        RealtimeException failure = Observer.failure(client.connect());
        assertThat(failure.code()).isEqualTo("connect_failed");
        get(client.connect());
        assertThat(server.peers().get(0).authMap()).doesNotContainKey("Session");
        assertThat(asked).hasValue(2);
    }

    @Test
    void whatIsShownToTheServerIsWhatTheBuilderWasGiven() {
        connected(builder().app("app-1").key("ck \"1\"").session("TOK").auth(Map.of("role", "bot")));
        assertThat(server.peers().get(0).path()).isEqualTo("/socket.io/");
        assertThat(server.peers().get(0).authMap())
                .containsEntry("echoMessages", true)
                .containsEntry("envId", "app-1")
                .containsEntry("clientKey", "ck \"1\"")
                .containsEntry("Session", "TOK")
                .containsEntry("role", "bot");

        RealtimeClient agnost =
                client(builder().dialect(Dialect.AGNOST).app("app-1").key("k").session("T"));
        get(agnost.connect());
        assertThat(server.peers().get(1).path()).isEqualTo("/realtime/realtime/");
        assertThat(server.peers().get(1).authMap()).containsEntry("apiKey", "k").containsEntry("session", "T");
    }
}
