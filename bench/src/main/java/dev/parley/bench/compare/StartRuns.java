package dev.parley.bench.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How long a Parley takes to be ready, and what it holds then; on all cores, as a user would start it. */
final class StartRuns {

    private static final String WORKLOAD = Workload.START.label();
    private static final int QUIET_SECONDS = 2;

    private final String cores;
    private final Options options;
    private final Results results;
    private final PrintStream out;

    /** @param cores all of them, as {@code taskset} has it */
    StartRuns(String cores, Options options, Results results, PrintStream out) {
        this.cores = cores;
        this.options = options;
        this.results = results;
        this.out = out;
    }

    /** The first start of each makes its data folder; with that it is started again and again. */
    void run(List<Peer> parleys) throws IOException, InterruptedException {
        out.printf("%n%s%n", Workload.START.title());
        for (Peer parley : parleys) {
            results.add(WORKLOAD, parley.name(), "first", start(parley));
        }
        for (int round = 0; round < options.rounds(); round++) {
            for (Peer parley : parleys) {
                double seconds = start(parley);
                results.add(WORKLOAD, parley.name(), "ready", seconds);
                out.printf("  %-16s ready after %.2f s%n", parley.name(), seconds);
            }
        }
    }

    private double start(Peer parley) throws IOException, InterruptedException {
        long began = System.nanoTime();
        try (ServerUnderTest server = ServerUnderTest.start(parley, cores)) {
            double seconds = (System.nanoTime() - began) / 1e9;
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            results.add(WORKLOAD, parley.name(), "base", server.status().resident() / 1e6);
            return seconds;
        }
    }
}
