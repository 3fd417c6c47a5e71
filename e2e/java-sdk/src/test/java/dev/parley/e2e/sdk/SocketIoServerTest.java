package dev.parley.e2e.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.client.ConnectionException;
import dev.parley.client.RealtimeClient;
import dev.parley.client.RealtimeClientBuilder;
import dev.parley.client.RefusedException;
import dev.parley.client.TransportKind;
import dev.parley.e2e.sdk.Heard.Event;
import dev.parley.e2e.sdk.NodeScript.Happening;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client against a stock server of socket.io 4.8, which knows the events but answers nothing (altogic-agnost 2 and 3). */
class SocketIoServerTest {

    private static final String ROOM = "room";

    private final BlockingQueue<Happening> happenings = new LinkedBlockingQueue<>();
    private NodeScript server;
    private String url;

    @BeforeEach
    void start() {
        server = new NodeScript("plain-server.mjs", List.of(), happenings::add);
        url = "http://127.0.0.1:" + port(server.call("open"));
    }

    private static int port(@Nullable Object answer) {
        return ((Number) Objects.requireNonNull(answer)).intValue();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RealtimeClientBuilder builder(TransportKind transport) {
        return RealtimeClient.builder(url)
                .key("ck-plain")
                .auth(Map.of("role", "tester"))
                .transports(transport)
                .reconnectionDelay(Duration.ofMillis(50))
                .reconnectionDelayMax(Duration.ofMillis(200));
    }

    private static Event next(JavaUser user) {
        return user.heard().until(event -> true).getFirst();
    }

    @ParameterizedTest
    @EnumSource(TransportKind.class)
    void everythingButMembersWorksWithoutAnswers(TransportKind transport) {
        try (JavaUser luke = JavaUser.connected(builder(transport));
                JavaUser leia = JavaUser.connected(builder(transport))) {
            assertThat(Heard.in(Take.from(happenings, "a connection").value(), "auth"))
                    .isEqualTo(Map.of("clientKey", "ck-plain", "role", "tester", "echoMessages", true, "parley", 1));
            luke.join(ROOM, true);
            assertThat(next(luke)).isEqualTo(luke.as("channel:join", ROOM, null));
            leia.update(Map.of("name", "Leia", "picture", new byte[] {1, 2, -1}), true);
            leia.join(ROOM, true);
            Event joined = leia.as("channel:join", ROOM, Map.of("name", "Leia", "picture", new byte[] {1, 2, -1}));
            assertThat(next(luke)).isEqualTo(joined);
            assertThat(next(leia)).isEqualTo(joined);
            Object content = Map.of("bytes", List.of(new byte[70_000], new byte[0]), "text", "ä");
            luke.send(ROOM, "word", content, false);
            luke.send(ROOM, "word", content, true);
            assertThat(next(luke)).isEqualTo(Event.of("word", ROOM, content));
            assertThat(next(leia)).isEqualTo(Event.of("word", ROOM, content));
            assertThat(next(leia)).isEqualTo(Event.of("word", ROOM, content));
            luke.broadcast("news", 1, false);
            assertThat(next(leia)).isEqualTo(Event.of("news", null, 1));
            leia.leave(ROOM, false);
            assertThat(next(luke).name()).isEqualTo("channel:leave");
            server.call("emit", "custom", "first", Map.of("second", new byte[] {9}));
            assertThat(next(luke)).isEqualTo(Event.of("custom", null, "first"));
            assertThat(Within.failure(luke.client().getMembers(ROOM), "getMembers"))
                    .isInstanceOfSatisfying(
                            ConnectionException.class,
                            error -> assertThat(error.code()).isEqualTo("http_error"));
        }
    }

    @ParameterizedTest
    @EnumSource(TransportKind.class)
    void comesBackWithChannelsAndProfileWhenTheServerWasRestarted(TransportKind transport) {
        try (JavaUser luke = JavaUser.connected(builder(transport));
                JavaUser leia = JavaUser.connected(builder(transport))) {
            luke.join(ROOM, false);
            leia.update("Leia", false);
            leia.join(ROOM, false);
            assertThat(next(luke)).isEqualTo(leia.as("channel:join", ROOM, "Leia"));
            BlockingQueue<String> reasons = new LinkedBlockingQueue<>();
            luke.client().onDisconnect(reasons::add);
            server.call("close");
            Take.from(reasons, "a disconnect");
            await().until(() -> !luke.client().isConnected() && !leia.client().isConnected());
            server.call("open");
            luke.awaitConnect();
            leia.awaitConnect();
            leia.send(ROOM, "ping", 1, true);
            leia.heard().until(Event.of("ping", ROOM, 1)::equals);
            // The two may have come back in either order.
            await().atMost(Duration.ofSeconds(Within.SECONDS)).until(() -> {
                leia.send(ROOM, "again", 2, false);
                return luke.heard().all().contains(Event.of("again", ROOM, 2));
            });
        }
    }

    @Test
    void aRefusalIsToldWithTheServersCodeAndIsFinal() {
        try (RealtimeClient client =
                builder(TransportKind.WEBSOCKET).key("wrong").build()) {
            BlockingQueue<Integer> attempts = new LinkedBlockingQueue<>();
            client.onReconnectAttempt(attempts::add);
            assertThat(Within.failure(client.connect(), "connect"))
                    .isInstanceOfSatisfying(RefusedException.class, refusal -> {
                        assertThat(refusal.code()).isEqualTo("invalid_client_key");
                        assertThat(refusal).hasMessage("No entry: There is no such key.");
                        assertThat(refusal.isTerminal()).isTrue();
                    });
            assertThat(attempts).isEmpty();
        }
    }

    @Test
    void whomTheServerPutsOutStaysOutUntilItOpensAgain() {
        try (JavaUser luke = JavaUser.connected(builder(TransportKind.WEBSOCKET))) {
            BlockingQueue<String> reasons = new LinkedBlockingQueue<>();
            luke.client().onDisconnect(reasons::add);
            server.call("putOut", luke.id());
            assertThat(Take.from(reasons, "a disconnect")).isEqualTo("io server disconnect");
            assertThat(luke.client().isConnected()).isFalse();
            Within.patience(luke.client().connect(), "the client to connect again");
            luke.awaitConnect();
            luke.join(ROOM, true);
            assertThat(next(luke)).isEqualTo(luke.as("channel:join", ROOM, null));
        }
    }
}
