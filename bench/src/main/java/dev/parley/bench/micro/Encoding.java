package dev.parley.bench.micro;

import dev.parley.core.Batch;
import dev.parley.core.Publication;
import dev.parley.core.WireFormat;
import dev.parley.server.gateway.altogic.AltogicGateway;
import dev.parley.socketio.Carrier;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Publications as finished frames, for any number of members. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Encoding {
    private static final int SIZE_HINT = 150;

    private final WireFormat format = AltogicGateway.formats().of(Carrier.WEBSOCKET_4);
    private final Publication publication = Samples.publication("technology-chat");

    /** How many of them in one batch. */
    @Param({"1", "16"})
    public int publications;

    /** Makes a batch, and lets go of it. Per batch, not per publication. */
    @Benchmark
    public int frames() {
        Batch batch = format.newBatch(publications * SIZE_HINT);
        for (int i = 0; i < publications; i++) {
            batch.append(publication);
        }
        int size = batch.size();
        batch.release();
        return size;
    }
}
