package dev.parley.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.protocol.Payload;
import dev.parley.testkit.RawConnection;
import dev.parley.testkit.RawWebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that change from polling to WebSocket, on any of four loops, while a room is written to. */
class UpgradeUnderFanOutTest {

    private static final int CLIENTS = 24;
    private static final Pattern NUMBER = Pattern.compile("42\\[\"n\",(\\d+)]");

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void upgradesLoseDoubleAndReorderNothing(int version) throws InterruptedException, ExecutionException {
        try (TestEngine engine = new TestEngine(EngineOptions.defaults(), 4);
                ScheduledExecutorService metronome = Executors.newSingleThreadScheduledExecutor();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicInteger joined = new AtomicInteger();
            engine.io.of("/").onConnect(socket -> {
                socket.join("room");
                joined.incrementAndGet();
            });
            AtomicInteger published = new AtomicInteger();
            metronome.scheduleAtFixedRate(publisher(engine, published), 0, 1, TimeUnit.MILLISECONDS);
            List<Future<List<Integer>>> readers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Callable<List<Integer>> reader = () -> read(engine, version);
                readers.add(threads.submit(reader));
            }
            for (Future<List<Integer>> reader : readers) {
                List<Integer> numbers = reader.get();
                for (int i = 1; i < numbers.size(); i++) {
                    assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 1) + 1);
                }
                assertThat(numbers).hasSizeGreaterThan(100);
            }
            metronome.shutdownNow();
            assertThat(published.get()).isPositive();
            assertThat(joined).hasValue(CLIENTS);
            await().untilAsserted(() -> assertThat(engine.io.engine().size()).isZero());
        }
    }

    /** A few publications every millisecond, so that polls and upgrades fall between them. */
    private static Runnable publisher(TestEngine engine, AtomicInteger published) {
        return () -> {
            for (int i = 0; i < 5; i++) {
                engine.io.of("/").to("room").emit("n", Payload.json("" + published.getAndIncrement()));
            }
        };
    }

    /** Polls, upgrades in the middle, reads on from the WebSocket; all numbers seen. */
    private static List<Integer> read(TestEngine engine, int version) {
        List<Integer> numbers = new ArrayList<>();
        String path = engine.open("/socket.io/", version);
        try (RawConnection polls = RawConnection.open(engine.port())) {
            if (version == 4) {
                polls.post(path, "40");
            }
            while (numbers.size() < 50) {
                collect(polls.get(path).text(), numbers);
            }
            try (RawWebSocket socket =
                    RawWebSocket.connect(engine.port(), path.replace("transport=polling", "transport=websocket"))) {
                socket.send("2probe");
                assertThat(socket.text()).isEqualTo("3probe");
                collect(polls.get(path).text(), numbers);
                socket.send("5");
                while (numbers.size() < 200) {
                    collect(socket.text(), numbers);
                }
            }
        }
        return numbers;
    }

    private static void collect(String text, List<Integer> numbers) {
        Matcher matcher = NUMBER.matcher(text);
        while (matcher.find()) {
            numbers.add(Integer.parseInt(matcher.group(1)));
        }
    }

    @Test
    void expelledClientIsToldAndItsConnectionStays() {
        try (TestEngine engine = new TestEngine(EngineOptions.defaults(), 2)) {
            AtomicInteger left = new AtomicInteger();
            engine.io
                    .of("/")
                    .onDisconnect(socket -> left.incrementAndGet())
                    .on("leave", (socket, arguments, ack) -> socket.disconnect());
            try (RawWebSocket socket = RawWebSocket.connect(engine.port(), "/socket.io/?EIO=4&transport=websocket")) {
                socket.text();
                socket.send("40");
                assertThat(socket.text()).startsWith("40{");
                socket.send("42[\"leave\"]");
                assertThat(socket.text()).isEqualTo("41");
                socket.send("40");
                assertThat(socket.text()).startsWith("40{");
            }
            await().untilAsserted(() -> assertThat(left).hasValue(2));
        }
    }
}
