package dev.parley.bench.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** How long a Parley takes to be ready, and what it holds then; on all cores, as a user would start it. */
final class StartRuns {

    private static final String WORKLOAD = Workload.START.label();
    private static final int QUIET_SECONDS = 2;

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
                double first = start(peer, "first", "firstBase");
                double ready = start(peer, "ready", "base");
                out.printf(
                        Locale.ROOT, "  %-16s ready after %.2f s, at first after %.2f s%n", peer.name(), ready, first);
            }
        }
    }

    private double start(Peer peer, String time, String memory) throws IOException, InterruptedException {
        long began = System.nanoTime();
        try (ServerUnderTest server = ServerUnderTest.start(peer, cores)) {
            double seconds = (System.nanoTime() - began) / 1e9;
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            results.add(WORKLOAD, peer.name(), time, seconds);
            results.add(WORKLOAD, peer.name(), memory, server.use().residentBytes() / 1e6);
            return seconds;
        }
    }
}
