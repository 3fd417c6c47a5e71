package dev.parley.bench.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The command {@code bench/compare.sh}; see this module's README. */
final class Compare {

    private static final PrintStream OUT = System.out;
    /** The core that the servers get; the other, which this program is bound to, is the load generator's. */
    private static final String CORE = System.getProperty("parley.bench.core", "");

    private static final String ALL_CORES = System.getProperty("parley.bench.cores", "");

    private final Path home;
    private final Options options;
    private final Path kept;

    private Compare(Path home, Options options) {
        this.home = home;
        this.options = options;
        kept = home.resolve("bench/target/compare");
    }

    /** Arguments: the checkout, and what {@link Options#USAGE} says. Ends with 1 if a delivery was lost, doubled or out of order. */
    public static void main(String[] arguments) throws InterruptedException {
        Options options;
        try {
            options = Options.parse(List.of(arguments).subList(1, arguments.length));
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage() + "\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        try {
            System.exit(new Compare(Path.of(arguments[0]), options).run() ? 0 : 1);
        } catch (IOException | UncheckedIOException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(1);
        }
    }

    private boolean run() throws IOException, InterruptedException {
        if (options.what().contains(Options.PAGE)) {
            page(read("results.tsv"), read("growth.tsv"), Optional.of(pages()));
            return true;
        }
        Path folder = Files.createTempDirectory("parley-bench-");
        try {
            return options.what().contains(Options.GROWTH) ? growth(folder) : compare(folder);
        } finally {
            Parleys.delete(folder);
        }
    }

    private boolean compare(Path folder) throws IOException, InterruptedException {
        Results results = new Results();
        Machine.describe(results, home);
        results.fact(
                "cores",
                CORE.isEmpty()
                        ? "nothing is bound to a core"
                        : "the servers have core " + CORE + ", the generator has another");
        Parleys parleys = new Parleys(home, folder);
        List<Peer> peers = new Peers(home, parleys).wanted(options);
        peers.forEach(peer -> OUT.printf(Locale.ROOT, "  %-16s %s%n", peer.name(), peer.title()));
        results.fact("rounds", options.rounds() + " of " + options.measured().toSeconds() + " s");
        List<String> faults = new ArrayList<>();
        if (Workload.deliveries().stream().anyMatch(workload -> options.wants(workload.label()))) {
            faults.addAll(messages(peers, results));
        }
        if (options.wants(Workload.CONNECTIONS.label())) {
            faults.addAll(connections(parleys, peers, results));
        }
        if (options.wants(Workload.START.label())) {
            new StartRuns(parleys, ALL_CORES, options, results, OUT)
                    .run(peers.stream().filter(peer -> peer.port() > 0).toList());
        }
        results.write(kept.resolve("results.tsv"));
        print(results);
        if (!faults.isEmpty()) {
            OUT.println("\nFAILED, and no page is written:");
            faults.forEach(fault -> OUT.println("  " + fault));
            return false;
        }
        page(results, read("growth.tsv"), options.isWhole() ? Optional.of(pages()) : options.out());
        return true;
    }

    private List<String> messages(List<Peer> peers, Results results) throws IOException, InterruptedException {
        List<ServerUnderTest> servers = new ArrayList<>();
        try {
            for (Peer peer : peers) {
                ServerUnderTest server = ServerUnderTest.start(peer, CORE);
                servers.add(server);
                if (!server.versions().isEmpty()) {
                    results.fact("versions of " + peer.name(), server.versions());
                }
            }
            Comparison comparison = new Comparison(servers, options, results, OUT);
            comparison.run();
            return comparison.faults();
        } finally {
            for (ServerUnderTest server : servers) {
                server.close();
            }
        }
    }

    private List<String> connections(Parleys parleys, List<Peer> peers, Results results)
            throws IOException, InterruptedException {
        ConnectionRuns runs = new ConnectionRuns(CORE, options, results, OUT);
        runs.run(peers);
        if (options.wantsPeer(Peer.PARLEY)) {
            runs.memory(parleys.peer("parley, counted", "-XX:NativeMemoryTracking=summary"));
        }
        return runs.faults();
    }

    private boolean growth(Path folder) throws IOException, InterruptedException {
        Results growth = new Results();
        Machine.describe(growth, home);
        growth.fact("rounds", options.rounds() + " of " + options.measured().toSeconds() + " s");
        try (ServerUnderTest server = ServerUnderTest.start(new Parleys(home, folder).shipped(), CORE)) {
            new Growth(server, options, growth, OUT).run();
        }
        growth.write(kept.resolve("growth.tsv"));
        for (Growth.Kind kind : Growth.Kind.values()) {
            OUT.printf(Locale.ROOT, "%n%s", Growth.table(growth, kind).text());
        }
        page(read("results.tsv"), growth, options.quick() ? options.out() : Optional.of(pages()));
        return true;
    }

    private void print(Results results) {
        OUT.printf(
                Locale.ROOT,
                "%n%s, %s, %s, %s%n",
                results.fact("date"),
                results.fact("machine"),
                results.fact("kernel"),
                results.fact("java"));
        for (Workload workload : Workload.values()) {
            Table table = new Tables(results).of(workload);
            if (!table.isEmpty()) {
                OUT.printf(Locale.ROOT, "%n%s%n%s", workload.title(), table.text());
            }
        }
        Table memory = new Tables(results).memory();
        if (!memory.isEmpty()) {
            OUT.printf(Locale.ROOT, "%nBytes per idle connection%n%s", memory.text());
        }
    }

    private static void page(Results results, Results growth, Optional<Path> where) throws IOException {
        if (where.isPresent()) {
            new Page(results, growth).write(where.get());
            OUT.println("\nwritten: " + where.get().resolve("benchmarks.md"));
        }
    }

    private Path pages() {
        return options.out().orElse(home.resolve("docs"));
    }

    /** What the page that stands was made of. */
    private Results read(String name) throws IOException {
        return Results.read(pages().resolve("benchmarks").resolve(name));
    }
}
