package dev.parley.client;

import static dev.parley.client.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.testing.HandshakeFault;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A closed client leaves no timer, no thread and no object behind. */
class LeakTest extends Served {

    private WeakReference<RealtimeClient> usedAndClosed(RealtimeClientBuilder settings) {
        RealtimeClient client = settings.build();
        client.onAny(message -> client.isConnected());
        client.connect().exceptionally(failure -> null).join();
        client.send("a", "e", 1).exceptionally(failure -> null);
        get(client.disconnect());
        return new WeakReference<>(client);
    }

    private static void isForgotten(WeakReference<RealtimeClient> client, LiveTimers timers) {
        Observer.await().until(() -> timers.count() == 0);
        Observer.await().pollInterval(Duration.ofMillis(20)).until(() -> {
            System.gc();
            return client.get() == null;
        });
    }

    @ParameterizedTest
    @EnumSource(TransportKind.class)
    void aClientThatWasConnectedIsForgotten(TransportKind kind) {
        LiveTimers timers = new LiveTimers();
        isForgotten(usedAndClosed(builder().transports(kind).timers(timers)), timers);
        server.awaitConnections(0);
    }

    @ParameterizedTest
    @EnumSource(
            value = HandshakeFault.class,
            names = {"NEVER_ANSWER", "NEVER_OPEN", "NEVER_CONNECT", "JUNK_OPEN", "HTTP_404", "CLOSE_AFTER_OPEN"})
    void aClientThatNeverGotInIsForgotten(HandshakeFault fault) {
        server.fault(fault);
        LiveTimers timers = new LiveTimers();
        isForgotten(usedAndClosed(builder().timeout(Duration.ofMillis(50)).timers(timers)), timers);
    }

    @Test
    void aClientThatWasClosedByTheServerIsForgotten() {
        LiveTimers timers = new LiveTimers();
        RealtimeClient client = builder().timers(timers).build();
        Observer seen = Observer.of(client);
        get(client.connect());
        server.disconnect();
        seen.disconnects.next();
        server.awaitConnections(0);
        Observer.await().until(() -> timers.count() == 0);
    }

    @Test
    void clientsHaveNoThreadsOfTheirOwn() {
        RealtimeClient first = connected();
        Set<String> before = threads();
        for (int i = 0; i < 30; i++) {
            connected();
        }
        Set<String> more = threads();
        more.removeAll(before);
        assertThat(more.size()).as("%s", more).isLessThan(15); // those of the one HTTP client and of the common pool
        assertThat(List.of(first)).allMatch(RealtimeClient::isConnected);
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.startsWith("fake-server"))
                .collect(Collectors.toSet());
    }
}
