package dev.parley.bench.compare;

import dev.parley.load.ProcessUse;
import dev.parley.load.Window;
import java.time.Duration;

/** Samples a server exactly around what is measured. On the generator's thread. */
final class Sampler implements Window {

    private static final ProcessUse NOTHING = new ProcessUse(Duration.ZERO, Duration.ZERO, 0);

    private final ServerUnderTest server;
    private final Runnable whenSettled;
    private ProcessUse before = NOTHING;
    private ProcessUse used = NOTHING;
    private long began;
    private double seconds;

    Sampler(ServerUnderTest server) {
        this(server, () -> {});
    }

    /** @param whenSettled called while all connections are open and quiet */
    Sampler(ServerUnderTest server, Runnable whenSettled) {
        this.server = server;
        this.whenSettled = whenSettled;
    }

    @Override
    public void begin() {
        before = server.use();
        began = System.nanoTime();
    }

    @Override
    public void end() {
        seconds = (System.nanoTime() - began) / 1e9;
        used = server.use().since(before);
    }

    @Override
    public void settled() {
        whenSettled.run();
    }

    double seconds() {
        return seconds;
    }

    /** Time on a core. */
    double micros() {
        return micros(used.user()) + micros(used.system());
    }

    private static double micros(Duration time) {
        return time.toNanos() / 1e3;
    }

    /** The part of a core that was used. */
    double busy() {
        return micros() / 1e6 / seconds;
    }

    /** Adds the time on a core, in microseconds for each of so many. */
    void add(Results results, String workload, String peer, long count) {
        double user = micros(used.user()) / count;
        double system = micros(used.system()) / count;
        results.add(workload, peer, "cpu", user + system);
        results.add(workload, peer, "user", user);
        results.add(workload, peer, "system", system);
    }
}
