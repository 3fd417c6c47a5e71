package dev.parley.bench.compare;

import dev.parley.load.Window;

/** Samples a server exactly around what is measured. On the generator's thread. */
final class Sampler implements Window {

    private final ProcessStatus status;
    private final Runnable whenSettled;
    private ProcessStatus.Cpu before = new ProcessStatus.Cpu(0, 0);
    private ProcessStatus.Cpu used = new ProcessStatus.Cpu(0, 0);
    private long began;
    private double seconds;

    Sampler(ProcessStatus status) {
        this(status, () -> {});
    }

    /** @param whenSettled called while all connections are open and quiet */
    Sampler(ProcessStatus status, Runnable whenSettled) {
        this.status = status;
        this.whenSettled = whenSettled;
    }

    @Override
    public void begin() {
        before = status.cpu();
        began = System.nanoTime();
    }

    @Override
    public void end() {
        seconds = (System.nanoTime() - began) / 1e9;
        used = status.cpu().since(before);
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
        return (used.user() + used.system()) * 1e6;
    }

    /** The part of a core that was used. */
    double busy() {
        return micros() / 1e6 / seconds;
    }

    /** Adds the time on a core, in microseconds for each of so many. */
    void add(Results results, String workload, String peer, long count) {
        double user = used.user() * 1e6 / count;
        double system = used.system() * 1e6 / count;
        results.add(workload, peer, "cpu", user + system);
        results.add(workload, peer, "user", user);
        results.add(workload, peer, "system", system);
    }
}
