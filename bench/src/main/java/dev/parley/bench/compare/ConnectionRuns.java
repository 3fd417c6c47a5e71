package dev.parley.bench.compare;

import dev.parley.load.Report;
import dev.parley.load.Scenario;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What connections cost: memory while they are idle, time on a core when they come, and how long all take to come back at once. */
final class ConnectionRuns {

    /** The results of {@link #memory}. */
    static final String MEMORY = "memory";

    private static final String WORKLOAD = Workload.CONNECTIONS.label();
    private static final Duration HOLD = Duration.ofSeconds(3);
    private static final int WARMUP = 1000;
    private static final int WARMUPS = 3;
    /** Rounds of connects that come before those that count: so many it takes until the compilers have all of a connect. */
    private static final int FIRST_ROUNDS = 10;

    /** Members of each channel that clients come back to. */
    private static final int PER_CHANNEL = 10;

    private final String cores;
    private final Options options;
    private final Results results;
    private final PrintStream out;
    private final List<String> faults = new ArrayList<>();

    ConnectionRuns(String cores, Options options, Results results, PrintStream out) {
        this.cores = cores;
        this.options = options;
        this.results = results;
        this.out = out;
    }

    List<String> faults() {
        return faults;
    }

    private int connections() {
        return options.quick() ? 3000 : 15_000;
    }

    /** Each on a process of its own, as what was done before would be in its memory. */
    void run(List<Peer> peers) throws IOException, InterruptedException {
        out.printf(Locale.ROOT, "%n%s: %,d%n", Workload.CONNECTIONS.title(), connections());
        results.fact("connections", String.format(Locale.ROOT, "%,d", connections()));
        for (Peer peer : peers) {
            try (ServerUnderTest server = ServerUnderTest.start(peer, cores)) {
                run(server);
            }
        }
    }

    private void run(ServerUnderTest server) throws IOException {
        String peer = server.peer().name();
        for (int i = 0; i < WARMUPS; i++) {
            idle(server, WARMUP, Duration.ZERO, () -> {});
        }
        long base = server.use().residentBytes();
        results.add(WORKLOAD, peer, "base", base / 1e6);
        idle(server, connections(), HOLD, () -> {
            double each = (server.use().residentBytes() - base) / (double) connections();
            results.add(WORKLOAD, peer, "resident", each);
            out.printf(Locale.ROOT, "  %-16s %,.0f bytes resident for each%n", peer, each);
        });
        for (int round = 0; round < FIRST_ROUNDS; round++) {
            idle(server, connections() / 3, Duration.ZERO, () -> {});
        }
        for (int round = 0; round < options.rounds(); round++) {
            Sampler sampler = idle(server, connections() / 3, Duration.ZERO, () -> {});
            sampler.add(results, WORKLOAD, peer, connections() / 3);
            out.printf(Locale.ROOT, "  %-16s %.1f µs per connect%n", peer, sampler.micros() * 3 / connections());
        }
        storm(server);
    }

    private void storm(ServerUnderTest server) throws IOException {
        String peer = server.peer().name();
        Sampler sampler = new Sampler(server);
        check(peer, new Scenario.Storm(connections(), connections() / PER_CHANNEL).run(server.target(), sampler));
        results.add(WORKLOAD, peer, "back", sampler.seconds());
        results.add(WORKLOAD, peer, "backCpu", sampler.micros() / connections());
        out.printf(Locale.ROOT, "  %-16s all back after %.2f s%n", peer, sampler.seconds());
    }

    private Sampler idle(ServerUnderTest server, int connections, Duration hold, Runnable settled) throws IOException {
        Sampler sampler = new Sampler(server, settled);
        check(server.peer().name(), new Scenario.Idle(connections, hold).run(server.target(), sampler));
        server.rest();
        return sampler;
    }

    private void check(String peer, Report report) {
        if (!report.isSound()) {
            String fault = WORKLOAD + ", " + peer + ": " + Comparison.faults(report);
            faults.add(fault);
            out.println("  FAULT " + fault);
        }
    }

    /** What Parley holds for an idle connection, in the words of its JVM; on a process that is told to count. */
    void memory(Peer counting) throws IOException, InterruptedException {
        try (ServerUnderTest server = ServerUnderTest.start(counting, cores)) {
            for (int i = 0; i < WARMUPS; i++) {
                idle(server, WARMUP, Duration.ZERO, () -> {});
            }
            JavaMemory before = JavaMemory.of(server.pid());
            idle(server, connections(), HOLD, () -> memory(server, before));
        }
    }

    private void memory(ServerUnderTest server, JavaMemory before) {
        try {
            JavaMemory grown = JavaMemory.of(server.pid()).since(before);
            String peer = server.peer().name();
            results.add(MEMORY, peer, "heap", grown.heap() / (double) connections());
            results.add(MEMORY, peer, "native", grown.outside() / (double) connections());
            results.add(MEMORY, peer, "other", grown.other() / (double) connections());
            out.printf(
                    Locale.ROOT,
                    "  %-16s %,d bytes of live heap, %,d outside it, for each%n",
                    peer,
                    grown.heap() / connections(),
                    grown.outside() / connections());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
