package dev.parley.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Chat rooms against what the database allows; see this module's README. */
final class ChatBench {

    private static final Shape SHAPE = new Shape(100, 10);
    private static final double PACED = 0.8;
    private static final double WARM_UP_SECONDS = 5;

    private final Path launcher;
    private final double seconds;
    private final PrintStream out;

    private ChatBench(Path launcher, double seconds, PrintStream out) {
        this.launcher = launcher;
        this.seconds = seconds;
        this.out = out;
    }

    /**
     * One round's figures.
     *
     * @param batch messages that shared a transaction, on average
     * @param cpu of the server, in microseconds per message
     * @param deliveries per message
     */
    private record Round(
            double bare,
            double module,
            Load flat,
            double batch,
            double cpu,
            double deliveries,
            Load paced,
            Pages pages) {}

    public static void main(String[] args) throws IOException, InterruptedException, SQLException {
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        double seconds = args.length > 2 ? Double.parseDouble(args[2]) : 10;
        ChatBench bench = new ChatBench(Path.of(args[0]), seconds, System.out);
        List<Round> done = new ArrayList<>();
        for (int i = 1; i <= rounds; i++) {
            Round round = bench.round();
            done.add(round);
            bench.out.printf(
                    "round %d: bare %.0f/s, rooms %.0f/s, server %.0f/s (%d refused), paced %.0f/s%n",
                    i,
                    round.bare(),
                    round.module(),
                    round.flat().perSecond(),
                    round.flat().others(),
                    round.paced().perSecond());
        }
        bench.report(done);
    }

    private Round round() throws IOException, InterruptedException, SQLException {
        Path folder = Files.createTempDirectory("parley-bench");
        try {
            double bare = BareInserts.run(made(folder, "bare"), SHAPE, seconds);
            double module = ModuleSends.run(made(folder, "rooms"), SHAPE, seconds);
            return served(made(folder, "server"), bare, module);
        } finally {
            delete(folder);
        }
    }

    private Round served(Path folder, double bare, double module) throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(launcher, folder);
                Fleet fleet = Fleet.on(server.port(), SHAPE)) {
            Load.run(server.port(), fleet, WARM_UP_SECONDS, 0);
            double works = server.meter("parley_database_batch_sum");
            double batches = server.meter("parley_database_batch_count");
            double deliveries = server.meter("parley_hub_deliveries_total");
            long cpu = server.cpu().toNanos();
            Load flat = Load.run(server.port(), fleet, seconds, 0);
            cpu = server.cpu().toNanos() - cpu;
            works = server.meter("parley_database_batch_sum") - works;
            batches = server.meter("parley_database_batch_count") - batches;
            deliveries = server.meter("parley_hub_deliveries_total") - deliveries;
            Load paced;
            Pages pages = new Pages(server.port(), fleet);
            try (pages) {
                paced = Load.run(server.port(), fleet, seconds, flat.perSecond() * PACED);
            }
            if (fleet.receivers().open() != SHAPE.users()) {
                out.printf("%d of %d receivers are left%n", fleet.receivers().open(), SHAPE.users());
            }
            double messages = flat.answered();
            return new Round(
                    bare, module, flat, works / batches, cpu / 1e3 / messages, deliveries / messages, paced, pages);
        }
    }

    private void report(List<Round> rounds) {
        double bare = median(rounds, Round::bare);
        double server = median(rounds, round -> round.flat().perSecond());
        double cpu = median(rounds, Round::cpu);
        double deliveries = median(rounds, Round::deliveries);
        out.printf(
                "%nmedians of %d round(s), %d rooms of %d connected members, SQLite, full sync%n",
                rounds.size(), SHAPE.rooms(), SHAPE.members());
        out.printf("  bare JDBC, 100 a transaction    %8.0f messages/s%n", bare);
        row("chat rooms, nobody to tell", median(rounds, Round::module), bare);
        row("server, everybody told", server, bare);
        out.printf("    messages per transaction      %8.1f%n", median(rounds, Round::batch));
        out.printf("    deliveries per message        %8.1f%n", deliveries);
        out.printf(
                "    server's CPU                  %8.0f µs per message, %.1f µs per delivery%n",
                cpu, cpu / deliveries);
        latencies("answers, flat out", rounds, round -> round.flat().took());
        latencies("answers at 80 % of that", rounds, round -> round.paced().took());
        latencies("page of rooms meanwhile", rounds, round -> round.pages().rooms());
        latencies("page of messages meanwhile", rounds, round -> round.pages().messages());
    }

    private void row(String what, double value, double bare) {
        out.printf("  %-30s  %8.0f messages/s, %3.0f %% of bare%n", what, value, 100 * value / bare);
    }

    private void latencies(String what, List<Round> rounds, Function<Round, Latencies> which) {
        out.printf(
                "    %-28s  median %.1f ms, 99 %% within %.1f ms%n",
                what,
                median(rounds, round -> which.apply(round).percentile(50)),
                median(rounds, round -> which.apply(round).percentile(99)));
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
        double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static Path made(Path parent, String name) throws IOException {
        return Files.createDirectory(parent.resolve(name));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
