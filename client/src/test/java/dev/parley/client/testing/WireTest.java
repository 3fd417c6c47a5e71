package dev.parley.client.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

/** A server, and clients that speak to it by hand. */
abstract class WireTest {

    static final HttpClient HTTP = HttpClient.newHttpClient();

    final FakeServer server =
            FakeServer.builder().patience(Duration.ofSeconds(5)).start();

    @AfterEach
    void close() {
        server.close();
    }

    @AfterAll
    static void noThreadIsLeft() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("fake-server")));
    }

    WireClient client(String auth) {
        return WireClient.connect(HTTP, server, auth);
    }

    WireClient member(String channel) {
        WireClient client = client("{\"echoMessages\":false}");
        client.send("420[\"join\",{\"channel\":\"" + channel + "\"}]");
        assertThat(client.next()).isEqualTo("430[{\"ok\":true}]");
        return client;
    }

    String id(int peer) {
        return server.peers().get(peer).id();
    }

    void noProblems() {
        assertThat(server.problems()).isEmpty();
    }
}
