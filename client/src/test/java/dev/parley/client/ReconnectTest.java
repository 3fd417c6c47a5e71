package dev.parley.client;

import static dev.parley.client.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.testing.HandshakeFault;
import dev.parley.client.testing.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReconnectTest extends Served {

    @ParameterizedTest
    @EnumSource(TransportKind.class)
    void aDroppedConnectionComesBackWithANewId(TransportKind kind) {
        RealtimeClient client = client(builder().transports(kind));
        Observer seen = Observer.of(client);
        get(client.connect());
        String first = seen.connects.next();

        server.dropConnection();

        assertThat(seen.disconnects.next()).startsWith("transport ");
        String second = seen.connects.next();
        assertThat(second).isNotEqualTo(first).isEqualTo(server.peers().get(0).id());
        assertThat(client.getSocketId()).isEqualTo(second);
        seen.errors.isEmpty();
    }

    @Test
    void profileThenChannelsInOrderWithTheirEchoComeBeforeWhatWaited() {
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        get(client.connect());
        get(client.join("b"));
        get(client.join("a", false));
        get(client.join("gone"));
        get(client.leave("gone"));
        get(client.updateProfile(Map.of("n", 1)));
        get(client.updateProfile(Map.of("n", 2), false));
        get(client.join("c", true));
        server.clearReceived();
        server.stop();
        seen.disconnects.next();
        CompletableFuture<?> waited = client.send("a", "e", "waited");
        server.restart();
        get(waited);
        assertThat(lines())
                .containsExactly(
                        "UPDATE {\"n\":2}",
                        "JOIN b echo=true",
                        "JOIN a echo=false",
                        "JOIN c echo=true",
                        "MESSAGE a \"waited\"");
    }

    @Test
    void nothingIsJoinedAgainWithoutAutoJoin() {
        RealtimeClient client = client(builder().autoJoinChannels(false));
        Observer seen = Observer.of(client);
        get(client.connect());
        get(client.join("a"));
        get(client.updateProfile(1));
        server.clearReceived();
        server.dropConnection();
        seen.disconnects.next();
        get(client.send("a", "e", 2));
        assertThat(lines()).containsExactly("MESSAGE a 2");
    }

    @Test
    void whatWasGivenOfflineIsSentOnce() {
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        get(client.connect());
        get(client.join("stays"));
        get(client.join("left"));
        server.clearReceived();
        server.stop();
        seen.disconnects.next();
        CompletableFuture<?> join = client.join("new", false);
        CompletableFuture<?> leave = client.leave("left");
        CompletableFuture<?> update = client.updateProfile("p");
        CompletableFuture<?> again = client.join("stays", false);
        server.restart();
        get(CompletableFuture.allOf(join, leave, update, again));
        assertThat(lines())
                .containsExactly("JOIN new echo=false", "LEAVE left", "UPDATE \"p\"", "JOIN stays echo=false");
        assertThat(server.members("left")).isEmpty();
    }

    @Test
    void joinBeforeTheFirstConnectionIsSentOnce() {
        RealtimeClient client = client();
        CompletableFuture<?> join = client.join("early");
        get(client.connect());
        get(join);
        assertThat(lines()).containsExactly("JOIN early");
    }

    /** Who gives up waiting for a join that he was in already has not left. */
    @Test
    void aGivenUpJoinDoesNotKeepAChannelFromBeingJoinedAgain() {
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        get(client.connect());
        get(client.join("a"));
        server.stop();
        seen.disconnects.next();
        client.join("a").cancel(true);
        client.updateProfile("given up").cancel(true);
        server.restart();
        server.awaitMembers("a", 1);
    }

    @Test
    void attemptsAreNumberedFromOneForEachLoss() {
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        get(client.connect());
        server.fault(HandshakeFault.HTTP_404, 4); // two attempts of two transports
        server.dropConnection();
        assertThat(seen.attempts.next(3)).containsExactly(1, 2, 3);
        assertThat(seen.errors.next(2)).extracting(RealtimeException::code).containsOnly("http_error");
        seen.connects.next(2);

        // It did not live long enough for a fresh count, or it did: then the count begins anew.
        server.dropConnection();
        assertThat(seen.attempts.next()).isIn(1, 4);
        seen.connects.next();
    }

    @Test
    void aFirstAttemptThatFailsIsFollowedByOthers() {
        server.fault(HandshakeFault.CLOSE_AFTER_OPEN, 1);
        RealtimeClient client = client(builder().transports(TransportKind.WEBSOCKET));
        Observer seen = Observer.of(client);
        assertThat(Observer.failure(client.connect())).isInstanceOf(ConnectionException.class);
        seen.connects.next();
        assertThat(seen.attempts.next()).isEqualTo(1);
        assertThat(seen.errors.rest()).hasSize(1);
        seen.disconnects.isEmpty();
    }

    @Test
    void withoutReconnectionALostConnectionIsTheEnd() {
        LiveTimers timers = new LiveTimers();
        RealtimeClient client = client(builder().reconnection(false).timers(timers));
        Observer seen = Observer.of(client);
        get(client.connect());
        server.dropConnection();
        seen.disconnects.next();
        RealtimeException failure = Observer.failure(client.send("a", "e", 1));
        assertThat(failure).isInstanceOf(NotSentException.class);
        assertThat(failure.code()).isEqualTo("transport_error");
        seen.attempts.isEmpty();
        Observer.await()
                .until(() -> timers.longest().compareTo(Duration.ofSeconds(2)) <= 0); // only what ends the socket
        assertThat(server.attempts()).isEqualTo(1);

        get(client.connect());
        assertThat(server.attempts()).isEqualTo(2);
    }

    @Test
    void goodbyeOfTheServerIsFinal() {
        RealtimeClient client = client();
        Observer seen = Observer.of(client);
        get(client.connect());
        server.holdAnswers(true);
        CompletableFuture<?> underWay = client.send("a", "e", 1);
        server.awaitReceived(Received.Kind.MESSAGE);

        server.disconnect();

        assertThat(seen.disconnects.next()).isEqualTo("io server disconnect");
        assertThat(Observer.failure(underWay)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(Observer.failure(client.send("a", "e", 2)).code()).isEqualTo("disconnected_by_server");
        server.awaitConnections(0);
        assertThat(server.attempts()).isEqualTo(1);
        seen.attempts.isEmpty();
        seen.errors.isEmpty();
        server.holdAnswers(false);
        get(client.connect());
    }

    @Test
    void manyClientsComeBackAfterARestartAndLoseNoChannel() {
        List<RealtimeClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            RealtimeClient client = connected();
            get(client.join("room"));
            clients.add(client);
        }
        for (int round = 0; round < 3; round++) {
            server.stop();
            server.restart();
            server.awaitMembers("room", 20);
        }
        assertThat(clients).allMatch(RealtimeClient::isConnected);
    }
}
