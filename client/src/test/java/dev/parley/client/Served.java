package dev.parley.client;

import static dev.parley.client.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.testing.FakeServer;
import dev.parley.client.testing.FakeServerBuilder;
import dev.parley.client.testing.Received;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Tests with a server and clients, that are gone when a test ends. */
abstract class Served {

    private final List<RealtimeClient> clients = new ArrayList<>();
    FakeServer server = FakeServer.start();

    /** Another server than the default one. */
    void serve(FakeServerBuilder settings) {
        server.close();
        server = settings.start();
    }

    RealtimeClientBuilder builder() {
        return RealtimeClient.builder(server.url().toString())
                .reconnectionDelay(Observer.SOON)
                .reconnectionDelayMax(Observer.SOON);
    }

    /** A client that is closed when the test ends. */
    RealtimeClient client(RealtimeClientBuilder settings) {
        RealtimeClient client = settings.build();
        clients.add(client);
        return client;
    }

    RealtimeClient client() {
        return client(builder());
    }

    RealtimeClient connected(RealtimeClientBuilder settings) {
        RealtimeClient client = client(settings);
        get(client.connect());
        return client;
    }

    RealtimeClient connected() {
        return connected(builder());
    }

    /** The contents of the messages that the server has received. */
    List<String> received() {
        return server.received(Received.Kind.MESSAGE).stream()
                .map(Received::json)
                .toList();
    }

    /** What the server has received from its present peers: kind, channel, content and echo. */
    List<String> lines() {
        return server.received().stream()
                .filter(one -> one.kind() != Received.Kind.DISCONNECT && one.kind() != Received.Kind.CONNECT)
                .map(one -> one.kind()
                        + (one.channel() == null ? "" : " " + one.channel())
                        + (one.content() == null ? "" : " " + one.content())
                        + (one.echo() == null ? "" : " echo=" + one.echo()))
                .toList();
    }

    @AfterEach
    void stop() {
        server.stopReading(false);
        server.holdAnswers(false);
        clients.forEach(Observer::shut);
        server.close();
        assertThat(server.problems()).isEmpty();
    }
}
