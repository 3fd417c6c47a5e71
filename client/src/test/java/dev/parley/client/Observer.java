package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** Listens to everything that a client tells, and waits with a bound. */
final class Observer {

    static final Duration SOON = Duration.ofMillis(10);

    final Log<String> connects = new Log<>("connect");
    final Log<String> disconnects = new Log<>("disconnect");
    final Log<RealtimeException> errors = new Log<>("error");
    final Log<Integer> attempts = new Log<>("reconnect attempt");
    final Log<Message> messages = new Log<>("message");

    private Observer() {}

    static Observer of(RealtimeClient client) {
        Observer seen = new Observer();
        client.onConnect(() -> seen.connects.add(String.valueOf(client.getSocketId())));
        client.onDisconnect(seen.disconnects::add);
        client.onError(seen.errors::add);
        client.onReconnectAttempt(seen.attempts::add);
        client.onAny(seen.messages::add);
        return seen;
    }

    /** The JSON texts of the next messages. */
    List<String> texts(int count) {
        return messages.next(count).stream()
                .map(message -> message.content().json())
                .toList();
    }

    static <T extends @Nullable Object> T get(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no value: " + e, e);
        }
    }

    /** What the future fails with. */
    static RealtimeException failure(CompletableFuture<?> future) {
        try {
            Object value = future.get(20, TimeUnit.SECONDS);
            throw new AssertionError("it did not fail: " + value);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(RealtimeException.class);
            return (RealtimeException) e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("it neither failed nor succeeded", e);
        }
    }

    /** Leaves the client no way to be alive when a test ends. */
    static void shut(RealtimeClient client) {
        get(client.disconnect());
    }

    static ConditionFactory await() {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(20));
    }
}
