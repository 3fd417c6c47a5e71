package dev.parley.bench.micro;

import dev.parley.core.Completion;
import dev.parley.core.Draft;
import dev.parley.core.Name;
import dev.parley.core.Subscriber;
import dev.parley.protocol.Payload;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The hub alone: a channel on the shard of its members, who only count what they are given. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Channels {
    private static final Name CHANNEL = Name.of("technology-chat");
    private static final int BATCH = 16;

    private final LoopHub hub = new LoopHub();
    private final Payload content = Payload.json(Samples.CONTENT);
    private @Nullable Subscriber sender;

    /** How many members the channel has. */
    @Param({"10", "1000"})
    public int members;

    /** Fills the channel. The sender is not in it. */
    @Setup
    public void fill() {
        hub.fill(CHANNEL.text(), members);
        sender = hub.subscriber("sender");
    }

    private Subscriber sender() {
        return Objects.requireNonNull(sender);
    }

    /** One comes and goes: two publications for everyone else, encoded and handed out. */
    @Benchmark
    public void joinAndLeave() {
        sender().join(CHANNEL, false, Completion.IGNORED);
        hub.loop.drain();
        sender().leave(CHANNEL, false, Completion.IGNORED);
        hub.loop.drain();
    }

    /** One publication in a tick: from the draft to the last member. */
    @Benchmark
    public void publishOne() {
        publish();
        hub.loop.drain();
    }

    /** Sixteen in a tick. Per tick, not per publication. */
    @Benchmark
    public void publishSixteen() {
        for (int i = 0; i < BATCH; i++) {
            publish();
        }
        hub.loop.drain();
    }

    private void publish() {
        sender().publish(Draft.toChannel(LoopHub.APP, CHANNEL, Name.of("m"), content, true), Completion.IGNORED);
    }
}
