package dev.parley.client;

import static dev.parley.client.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlowListenerTest extends Served {

    private static final int BOUND = 50_000;

    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<Integer> got = new ArrayList<>();

    @AfterEach
    void end() {
        go.countDown();
        executor.shutdown();
    }

    private void listenSlowly(RealtimeClient client) {
        client.on("e", message -> {
            try {
                go.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            got.add(Integer.valueOf(
                    Objects.requireNonNull(message.content().as(String.class)).strip()));
        });
    }

    private static String kilobyte(int number) {
        return "\"" + String.format("%1000d", number) + "\"";
    }

    @ParameterizedTest
    @EnumSource(TransportKind.class)
    void whoIsSlowIsNotFloodedAndLosesNothing(TransportKind kind) {
        RealtimeClient slow =
                connected(builder().executor(executor).maxWaitingBytes(BOUND).transports(kind));
        listenSlowly(slow);
        RealtimeClient fast = connected();
        CountDownLatch all = new CountDownLatch(10_000);
        fast.on("e", message -> all.countDown());
        AtomicLong most = new AtomicLong();
        fast.onAny(message -> most.accumulateAndGet(waitingBytes(slow), Math::max));
        // What a client does not read waits with the server. With polling each answer is everything that waits there.
        int lump = kind == TransportKind.POLLING ? 100 : 10_000;
        for (int i = 0; i < 10_000; i++) {
            if (i % lump == 0 && i > 0) {
                long left = 10_000L - i;
                Observer.await().until(() -> all.getCount() <= left);
            }
            server.broadcast("e", kilobyte(i));
        }
        Observer.await().until(() -> all.getCount() == 0);
        assertThat(most.get()).isGreaterThan(BOUND).isLessThan(BOUND + 1_000_000);
        assertThat(waitingBytes(slow)).isGreaterThan(BOUND).isLessThan(BOUND + 1_000_000);
        go.countDown();
        get(slow.send("a", "end", 1)); // answered behind the events
        Observer.await().until(() -> waitingBytes(slow) == 0);
        get(slow.send("a", "end", 1).thenRun(() -> {}));
        assertThat(got)
                .containsExactlyElementsOf(IntStream.range(0, 10_000).boxed().toList());
    }

    /** There is no way to see it from outside but the heap. */
    private static long waitingBytes(RealtimeClient client) {
        try {
            var callbacks = RealtimeClient.class.getDeclaredField("callbacks");
            callbacks.setAccessible(true);
            var bytes = Callbacks.class.getDeclaredField("bytes");
            bytes.setAccessible(true);
            return ((AtomicLong) bytes.get(callbacks.get(client))).get();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    @Test
    void theHeartbeatIsNotJudgedWhileNothingIsRead() {
        ManualTimers timers = new ManualTimers();
        RealtimeClient client =
                connected(builder().executor(executor).maxWaitingBytes(BOUND).timers(timers));
        Log<String> ends = new Log<>("disconnect");
        client.onDisconnect(ends::add);
        listenSlowly(client);
        IntStream.range(0, 200).forEach(i -> server.broadcast("e", kilobyte(i)));
        Observer.await().until(() -> waitingBytes(client) > BOUND);
        timers.pass(Duration.ofHours(1));
        timers.pass(Duration.ofHours(1));
        assertThat(client.isConnected()).isTrue();
        go.countDown();
        get(client.send("a", "e", 1));
        Observer.await().until(() -> waitingBytes(client) == 0);
        get(client.send("a", "e", 1).thenRun(() -> {})); // behind the listeners, so reading goes on
        timers.pass(Duration.ofSeconds(44)); // the server's 25 and 20, less a second
        assertThat(client.isConnected()).isTrue();
        ends.isEmpty();

        timers.pass(Duration.ofHours(1));
        assertThat(ends.next()).isEqualTo("ping timeout");
        assertThat(client.isConnected()).isFalse();
    }
}
