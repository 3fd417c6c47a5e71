package dev.parley.bench.micro;

import dev.parley.server.gateway.altogic.AltogicGateway;
import dev.parley.socketio.Carrier;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One publication from the bytes of its WebSocket frame to the ten members of its channel, who only count. A hundred connections of
 * a real server send to a hundred channels. The bytes are put into the connections' pipelines on their loop; no socket is read or
 * written meanwhile.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class Inbound {
    private static final int CONNECTIONS = 100;
    private static final int TICKS = 50;

    private final List<Channel> channels = new ArrayList<>();
    private final List<ByteBuf> frames = new ArrayList<>();
    private final ServerUnderTest server = new ServerUnderTest();

    /** How many members each channel has. */
    @Param({"1", "10"})
    public int members;

    /** Connects the senders. */
    @Setup
    public void connect() throws InterruptedException, ExecutionException {
        for (int i = 0; i < CONNECTIONS; i++) {
            channels.add(server.connect());
            frames.add(ServerUnderTest.maskedFrame(Samples.publishing("channel-" + i)));
        }
        loop().submit(() -> {
                    for (int i = 0; i < CONNECTIONS; i++) {
                        LoopHub.fill(
                                server.shard(),
                                AltogicGateway.formats().of(Carrier.WEBSOCKET_4),
                                "channel-" + i,
                                members);
                    }
                })
                .get();
    }

    /** Ends the server. */
    @TearDown(Level.Trial)
    public void close() {
        server.close();
    }

    /** Each connection sends once in each of fifty ticks. */
    @Benchmark
    @OperationsPerInvocation(CONNECTIONS * TICKS)
    public void publish() throws InterruptedException, ExecutionException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop().execute(() -> tick(TICKS, done));
        done.get();
    }

    private void tick(int left, CompletableFuture<Void> done) {
        if (left == 0) {
            done.complete(null);
            return;
        }
        for (int i = 0; i < CONNECTIONS; i++) {
            ChannelPipeline pipeline = channels.get(i).pipeline();
            pipeline.fireChannelRead(frames.get(i).retainedDuplicate());
            pipeline.fireChannelReadComplete();
        }
        loop().execute(() -> tick(left - 1, done)); // behind the end of this tick
    }

    private EventLoop loop() {
        return channels.getFirst().eventLoop();
    }
}
