package dev.parley.bench.compare;

import dev.parley.load.ProcessUse;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How long a Parley takes to be ready, its CPU until then, and what it holds when what a start leaves behind has been given back; on all
 * cores, as a user would start it.
 */
final class StartRuns {

    private static final String WORKLOAD = Workload.START.label();
    /** Twice the interval at which the launcher has the JVM give memory back. */
    private static final int QUIET_SECONDS = 12;

    private final Parleys parleys;
    private final String cores;
    private final Options options;
    private final Results results;
    private final PrintStream out;

    /** @param cores all of them, as {@code taskset} has it */
    StartRuns(Parleys parleys, String cores, Options options, Results results, PrintStream out) {
        this.parleys = parleys;
        this.cores = cores;
        this.options = options;
        this.results = results;
        this.out = out;
    }

    /** In each round once without a data folder, which is a first start, and once with the one that this has made. */
    void run(List<Peer> peers) throws IOException, InterruptedException {
        out.printf(Locale.ROOT, "%n%s%n", Workload.START.title());
        for (int round = 0; round < options.rounds(); round++) {
            for (Peer peer : peers) {
                parleys.forget(peer);
                first(peer);
                second(peer);
            }
        }
    }

    private void first(Peer peer) throws IOException, InterruptedException {
        long began = System.nanoTime();
        try (ServerUnderTest server = ServerUnderTest.start(peer, cores)) {
            add(server, "first", secondsSince(began));
        }
    }

    private void second(Peer peer) throws IOException, InterruptedException {
        long began = System.nanoTime();
        try (ServerUnderTest server = ServerUnderTest.start(peer, cores)) {
            double seconds = secondsSince(began);
            ProcessUse starting = server.use();
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            double resident = server.use().residentBytes() / 1e6;
            add(server, "ready", seconds);
            add(server, "cpu", starting.user().plus(starting.system()).toNanos() / 1e6);
            add(server, "base", resident);
            out.printf(Locale.ROOT, "  %-16s ready after %.2f s, %.0f MB in the end%n", peer.name(), seconds, resident);
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private void add(ServerUnderTest server, String figure, double value) {
        results.add(WORKLOAD, server.peer().name(), figure, value);
    }
}
