package dev.parley.bench.compare;

import dev.parley.load.Pace;
import dev.parley.load.Report;
import dev.parley.load.Scenario;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** What a delivery costs Parley as members, channels, channels of each member and payloads grow. */
final class Growth {

    /** What grows. */
    enum Kind {
        MEMBERS("members", "members of the channel", "10 100 1000 10000"),
        CHANNELS("channels", "channels on the server", "1 10 100 1000 10000 100000"),
        SUBSCRIPTIONS("subscriptions", "channels of each subscriber", "1 10 100 1000"),
        PAYLOAD("payload", "bytes of payload", "40 128 1024 8192 65536");

        private final String label;
        private final String counts;
        private final String steps;

        Kind(String label, String counts, String steps) {
            this.label = label;
            this.counts = counts;
            this.steps = steps;
        }

        String label() {
            return label;
        }

        String counts() {
            return counts;
        }

        int[] steps() {
            return Arrays.stream(steps.split(" ")).mapToInt(Integer::parseInt).toArray();
        }
    }

    private static final Duration WARMUP = Duration.ofSeconds(5);
    private static final Duration SHORT_WARMUP = Duration.ofSeconds(2);
    private static final Pace PACE = new Pace.Saturated(16);
    /** Less in flight where messages are large, as a receiver may only be so many bytes behind. */
    private static final Pace LARGE_PACE = new Pace.Saturated(4);

    private static final int MEMBERS = 100;
    private static final int MANY_MEMBERS = 10_000;
    private static final int SUBSCRIBERS = 20;
    private static final int PER_HOLDER = 1000;

    private final ServerUnderTest server;
    private final Options options;
    private final Results results;
    private final PrintStream out;

    Growth(ServerUnderTest server, Options options, Results results, PrintStream out) {
        this.server = server;
        this.options = options;
        this.results = results;
        this.out = out;
    }

    /** @throws IOException if a delivery is lost, doubled or out of order, too */
    void run() throws IOException {
        new Scenario.FanOut(MEMBERS, Workload.PAYLOAD, PACE, Duration.ZERO, options.quick() ? SHORT_WARMUP : WARMUP)
                .run(server.target(), new Sampler(server));
        for (Kind kind : Kind.values()) {
            out.printf(Locale.ROOT, "%nas %s grow%n", kind.label);
            for (int round = 0; round < options.rounds(); round++) {
                for (int step : kind.steps()) {
                    if (isWorthIt(kind, step, round)) {
                        step(kind, step);
                    }
                }
            }
        }
    }

    /** As every member is told of all who join, so many of them make fifty million deliveries before anything is measured. */
    private boolean isWorthIt(Kind kind, int step, int round) {
        return kind != Kind.MEMBERS || step < MANY_MEMBERS || (round == 0 && !options.quick());
    }

    private void step(Kind kind, int step) throws IOException {
        switch (kind) {
            case MEMBERS -> fanOut(kind, step, new Shape(step, Workload.PAYLOAD, PACE));
            case CHANNELS -> channels(step);
            case SUBSCRIPTIONS -> subscriptions(step);
            case PAYLOAD -> fanOut(kind, step, new Shape(MEMBERS, step, LARGE_PACE));
        }
    }

    private record Shape(int members, int payload, Pace pace) {}

    private void fanOut(Kind kind, int step, Shape shape) throws IOException {
        Sampler sampler = new Sampler(server);
        Report report = new Scenario.FanOut(
                        shape.members(), shape.payload(), shape.pace(), SHORT_WARMUP, options.measured())
                .run(server.target(), sampler);
        if (!report.isSound()) {
            throw new IOException(kind.label + " " + step + ": " + Comparison.faults(report));
        }
        double p99 = report.latency().getValueAtPercentile(99) / 1e6;
        results.add(kind.label, Integer.toString(step), "p99", p99);
        record(kind, step, sampler, report.deliveries());
    }

    /** Other clients hold all channels but the one that is measured. */
    private void channels(int count) throws IOException {
        List<PlainClient> holders = new ArrayList<>();
        try {
            for (int from = 1; from < count; from += PER_HOLDER) {
                PlainClient holder = new PlainClient(server.target(), new LongAdder());
                holders.add(holder);
                holder.join(IntStream.range(from, Math.min(from + PER_HOLDER, count))
                        .mapToObj(i -> "held-" + i)
                        .toList());
            }
            fanOut(Kind.CHANNELS, count, new Shape(MEMBERS, Workload.PAYLOAD, PACE));
        } finally {
            for (PlainClient holder : holders) {
                holder.close();
            }
        }
    }

    private void subscriptions(int each) throws IOException {
        try (Subscriptions many = new Subscriptions(server.target(), SUBSCRIBERS, each, Workload.PAYLOAD)) {
            many.run(SHORT_WARMUP);
            Sampler sampler = new Sampler(server);
            sampler.begin();
            long deliveries = many.run(options.measured());
            sampler.end();
            record(Kind.SUBSCRIPTIONS, each, sampler, deliveries);
        }
    }

    private void record(Kind kind, int step, Sampler sampler, long deliveries) {
        String peer = Integer.toString(step);
        sampler.add(results, kind.label, peer, deliveries);
        results.add(kind.label, peer, "rate", deliveries / sampler.seconds());
        out.printf(Locale.ROOT, "  %,9d  %.2f µs per delivery%n", step, sampler.micros() / deliveries);
    }

    /** The table of what grows. */
    static Table table(Results results, Kind kind) {
        Table table =
                new Table(kind.counts, "µs of CPU per delivery", "user", "system", "deliveries/s", "p99 ms", "spread");
        for (String step : results.peers(kind.label)) {
            table.row(List.of(
                    String.format(Locale.ROOT, "%,d", Integer.parseInt(step)),
                    Table.number(results.median(kind.label, step, "cpu")),
                    Table.number(results.median(kind.label, step, "user")),
                    Table.number(results.median(kind.label, step, "system")),
                    Table.cell("%,.0f", results.median(kind.label, step, "rate")),
                    Table.number(results.median(kind.label, step, "p99")),
                    Table.percent(results.spread(kind.label, step, "cpu"))));
        }
        return table;
    }

    /** Its picture. */
    static String svg(Results results, Kind kind) {
        Chart chart = new Chart("CPU of a delivery, by " + kind.counts, kind.counts, "µs per delivery");
        for (String figure : List.of("cpu", "user", "system")) {
            List<Chart.Point> points = new ArrayList<>();
            for (String step : results.peers(kind.label)) {
                double value = results.median(kind.label, step, figure).orElse(0);
                if (value > 0) {
                    points.add(new Chart.Point(Double.parseDouble(step), value));
                }
            }
            chart.line(figure.equals("cpu") ? "user and system" : figure, points);
        }
        return chart.svg();
    }
}
