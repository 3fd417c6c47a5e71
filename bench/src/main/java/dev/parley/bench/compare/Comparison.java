package dev.parley.bench.compare;

import dev.parley.load.LoadException;
import dev.parley.load.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/** Drives all servers with messages, in turns, one of them at a time. */
final class Comparison {

    /** Enough for the just-in-time compilers, who share a core with what they compile, to be nearly done with a server's hot path. */
    private static final Duration COLD_WARMUP = Duration.ofSeconds(16);

    /** The same for a workload that does little that others have not done before. */
    private static final Duration FIRST_WARMUP = Duration.ofSeconds(4);

    private static final Duration WARMUP = Duration.ofSeconds(1);
    /** One that would be busier than this is not asked to keep a rate: its queues would grow for as long as it is measured. */
    private static final double BUSIEST = 0.85;

    private final List<ServerUnderTest> servers;
    private final Options options;
    private final Results results;
    private final PrintStream out;
    private final List<String> faults = new ArrayList<>();
    private final Set<ServerUnderTest> warm = new HashSet<>();

    Comparison(List<ServerUnderTest> servers, Options options, Results results, PrintStream out) {
        this.servers = servers;
        this.options = options;
        this.results = results;
        this.out = out;
    }

    /** What went wrong; a run with faults has no figures. */
    List<String> faults() {
        return faults;
    }

    void run() throws IOException {
        for (Workload workload : Workload.deliveries()) {
            if (options.wants(workload.label())) {
                run(workload);
            }
        }
    }

    private void run(Workload workload) throws IOException {
        OptionalDouble relative = workload.isRelative() ? rate(workload) : OptionalDouble.of(0);
        if (relative.isEmpty()) {
            out.printf(Locale.ROOT, "%n%s: skipped, as the peer %s is not there%n", workload.title(), Peer.FLOOR);
            return;
        }
        double rate = relative.getAsDouble();
        out.printf(
                Locale.ROOT,
                "%n%s%s%n",
                workload.title(),
                rate > 0 ? String.format(Locale.ROOT, ": %,.0f a second", rate) : "");
        List<ServerUnderTest> able = new ArrayList<>(servers);
        able.removeIf(server -> !keepsUp(workload, server, rate));
        for (int round = 0; round < options.rounds(); round++) {
            for (ServerUnderTest server : able) {
                run(workload, server, rate, round == 0 ? first(workload, server) : WARMUP);
                server.rest();
            }
            // There and back: what one leaves to be done does not always meet the same other.
            Collections.reverse(able);
        }
        if (rate > 0) {
            results.fact("rate of " + workload.label(), String.format(Locale.ROOT, "%,.0f", rate));
        }
    }

    /** In a chat everybody sends, which nobody did before. */
    private Duration first(Workload workload, ServerUnderTest server) {
        return warm.add(server) || workload == Workload.CHAT ? COLD_WARMUP : FIRST_WARMUP;
    }

    private void run(Workload workload, ServerUnderTest server, double rate, Duration warmup) throws IOException {
        Duration first = options.quick() && warmup.compareTo(WARMUP) > 0 ? WARMUP.multipliedBy(2) : warmup;
        String peer = server.peer().name();
        Sampler sampler = new Sampler(server);
        Report report;
        try {
            report = workload.scenario(new Workload.Length(first, options.measured()), rate)
                    .run(server.target(), sampler);
        } catch (LoadException e) {
            fault(workload, peer, String.valueOf(e.getMessage()));
            return;
        }
        if (!report.isSound()) {
            fault(workload, peer, faults(report));
            return;
        }
        record(workload, peer, report, sampler);
    }

    private void record(Workload workload, String peer, Report report, Sampler sampler) {
        String label = workload.label();
        sampler.add(results, label, peer, report.deliveries());
        results.add(label, peer, "rate", report.deliveriesPerSecond());
        results.add(label, peer, "p50", report.latency().getValueAtPercentile(50) / 1e6);
        results.add(label, peer, "p99", report.latency().getValueAtPercentile(99) / 1e6);
        results.add(label, peer, "busy", sampler.busy());
        out.printf(
                Locale.ROOT,
                "  %-16s %7.2f µs per delivery, %,11.0f deliveries/s, 99 %% within %.2f ms%n",
                peer,
                sampler.micros() / report.deliveries(),
                report.deliveriesPerSecond(),
                report.latency().getValueAtPercentile(99) / 1e6);
    }

    static String faults(Report report) {
        return "lost %d, doubled %d, out of order %d, errors %d of %d deliveries; %s"
                .formatted(
                        report.lost(),
                        report.doubled(),
                        report.disordered(),
                        report.errors(),
                        report.deliveries(),
                        String.join("; ", report.faults()));
    }

    private void fault(Workload workload, String peer, String words) {
        String fault = workload.label() + ", " + peer + ": " + words;
        faults.add(fault);
        out.println("  FAULT " + fault);
    }

    private boolean keepsUp(Workload workload, ServerUnderTest server, double rate) {
        if (!workload.isRelative()) {
            return true;
        }
        OptionalDouble most =
                results.median(Workload.SATURATED.label(), server.peer().name(), "rate");
        boolean able = most.isPresent() && most.getAsDouble() * BUSIEST > rate * Workload.MEMBERS;
        if (!able) {
            out.printf(Locale.ROOT, "  %-16s cannot keep up%n", server.peer().name());
        }
        return able;
    }

    /** Publications per second; nothing if it depends on one that was not measured. What it depends on is measured if it was not asked for. */
    private OptionalDouble rate(Workload workload) throws IOException {
        String saturated = Workload.SATURATED.label();
        if (results.peers(saturated).isEmpty()) {
            run(Workload.SATURATED);
        }
        OptionalDouble base = workload == Workload.HALF
                ? results.median(saturated, Peer.FLOOR, "rate")
                : results.peers(saturated).stream()
                        .mapToDouble(
                                peer -> results.median(saturated, peer, "rate").orElse(0))
                        .min();
        return base.isEmpty() ? base : OptionalDouble.of(base.getAsDouble() / 2 / Workload.MEMBERS);
    }
}
