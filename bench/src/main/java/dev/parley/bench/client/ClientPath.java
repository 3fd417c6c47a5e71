package dev.parley.bench.client;

import dev.parley.client.RealtimeClient;
import dev.parley.client.TransportKind;
import dev.parley.protocol.Payload;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The client's own part of one message, without the network and without a second thread: from the frame's text to the listener that reads the content, and from the
 * call to the frame.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class ClientPath {

    private static final String TEXT =
            "{\"username\":\"Luke Skywalker\",\"sentAt\":\"2026-01-01T11:03:21.406Z\",\"message\":\"Let's have a Juma juice? In ten.\"}";
    private static final String FRAME =
            "42[\"chat-message\",{\"channel\":\"technology-chat\",\"message\":" + TEXT + "}]";

    private final MemoryHttpClient http = new MemoryHttpClient();
    private final Payload payload = Payload.json(TEXT);
    private @Nullable RealtimeClient client;
    private @Nullable Object last;
    private @Nullable Runnable callbacks;
    private boolean reads;

    /** Connects two listeners' worth of client: one that takes the content apart, if the benchmark wants that. */
    @Setup
    public void connect() {
        RealtimeClient fresh = RealtimeClient.builder("http://memory")
                .key("key")
                .transports(TransportKind.WEBSOCKET)
                .httpClient(http)
                .executor(task -> callbacks = task)
                .build();
        fresh.on("chat-message", message -> last = reads ? message.content().value() : message);
        fresh.open();
        http.receive(
                "0{\"sid\":\"a\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
        http.receive("40{\"sid\":\"b\"}");
        client = fresh;
        callBack();
    }

    private void callBack() {
        Runnable waiting = callbacks;
        if (waiting != null) {
            callbacks = null;
            waiting.run();
        }
    }

    /** A message of 128 bytes to a listener that looks at its channel only. */
    @Benchmark
    public void receive(Blackhole hole) {
        reads = false;
        http.receive(FRAME);
        callBack();
        hole.consume(last);
    }

    /** The same to a listener that makes a map of the content. */
    @Benchmark
    public void receiveAndRead(Blackhole hole) {
        reads = true;
        http.receive(FRAME);
        callBack();
        hole.consume(last);
    }

    /** A message to a server that does not acknowledge. */
    @Benchmark
    public @Nullable CompletableFuture<@Nullable Void> send() {
        RealtimeClient sender = client;
        var sent = sender == null ? null : sender.send("technology-chat", "chat-message", payload);
        callBack();
        return sent;
    }
}
