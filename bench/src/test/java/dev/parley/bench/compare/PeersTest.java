package dev.parley.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.load.Pace;
import dev.parley.load.Report;
import dev.parley.load.Scenario;
import dev.parley.load.Window;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The peers that are written here, as processes, under the load generator that checks every delivery. */
final class PeersTest {

    private static final Duration SHORT = Duration.ofMillis(100);
    private static final int PAYLOAD = 128;

    @ParameterizedTest
    @ValueSource(strings = {"floor", "floor, each", "netty", "vert.x"})
    void everyDeliveryComesOnceAndInOrder(String name) throws IOException, InterruptedException {
        Peer peer = Peers.here(System.getProperty("java.class.path")).stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        try (ServerUnderTest server = ServerUnderTest.start(peer, "")) {
            check(server, new Scenario.FanOut(20, PAYLOAD, new Pace.Saturated(16), SHORT, SHORT));
            check(server, new Scenario.FanOut(20, 70_000, new Pace.OneAtATime(), SHORT, SHORT));
            check(server, new Scenario.Chat(5, 4, PAYLOAD, new Pace.Saturated(1), SHORT, SHORT));
            check(server, new Scenario.Storm(20, 5));
        }
    }

    private static void check(ServerUnderTest server, Scenario scenario) throws IOException {
        Report report = scenario.run(server.target(), Window.NONE);
        assertThat(report.isSound()).as("%s", report.faults()).isTrue();
        assertThat(report.deliveries()).isPositive();
    }
}
