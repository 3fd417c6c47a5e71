package dev.parley.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Runs in which it is the connections that count. */
final class Standing {

    /** When nothing has come for so long, in nanoseconds, joins have been told to everybody. */
    private static final long QUIET = 300_000_000L;

    private static final long LONGEST = 60_000_000_000L;

    private Standing() {}

    static Report idle(Scenario.Idle scenario, Target target, Window window) throws IOException {
        Descriptors.require(scenario.connections());
        try (Loop loop = new Loop()) {
            List<WebSocketLine> lines = new ArrayList<>();
            for (int i = 0; i < scenario.connections(); i++) {
                lines.add(new WebSocketLine(loop, target, i, null));
            }
            window.begin();
            OwnCpu cpu = new OwnCpu();
            long begin = Nanos.now();
            Fleet fleet = Fleet.openAny(loop, lines, "connections");
            requireOne(fleet);
            long end = Nanos.now();
            double busy = cpu.percent(end - begin);
            window.end();
            hold(loop, scenario.hold());
            window.settled();
            Histogram latency = histogram();
            fleet.tookEach().forEach(took -> record(latency, took));
            Report report = report("idle", fleet, latency, lines.size(), end - begin);
            report.more().put("generator_cpu_percent", busy);
            return report;
        }
    }

    /** With none there is nothing to report. */
    private static void requireOne(Fleet fleet) throws LoadException {
        if (fleet.entered() == 0) {
            throw new LoadException(fleet.faults().first().getFirst());
        }
    }

    private static void hold(Loop loop, Duration hold) throws IOException {
        long begin = Nanos.now();
        loop.run(now -> now - begin >= hold.toNanos() ? Loop.Work.DONE : hold.toNanos() - (now - begin));
    }

    static Report storm(Scenario.Storm scenario, Target target, Window window) throws IOException {
        Descriptors.require(scenario.connections());
        try (Loop loop = new Loop()) {
            List<WebSocketLine> before = lines(loop, scenario, target);
            Fleet.open(loop, before, "connections");
            settle(loop);
            List<WebSocketLine> after = lines(loop, scenario, target);
            window.begin();
            OwnCpu cpu = new OwnCpu();
            long begin = Nanos.now();
            before.forEach(Line::close);
            long cut = Nanos.now();
            Fleet fleet = Fleet.openAny(loop, after, "connections");
            requireOne(fleet);
            long end = Nanos.now();
            double busy = cpu.percent(end - begin);
            window.end();
            settle(loop);
            Histogram latency = histogram();
            fleet.enteredAt().forEach(entered -> record(latency, entered - begin));
            Report report = report("storm", fleet, latency, after.size(), end - begin);
            report.more().put("generator_cpu_percent", busy);
            report.more().put("cut_ms", (cut - begin) / 1e6);
            return report;
        }
    }

    private static List<WebSocketLine> lines(Loop loop, Scenario.Storm scenario, Target target) {
        List<WebSocketLine> lines = new ArrayList<>();
        for (int i = 0; i < scenario.connections(); i++) {
            lines.add(new WebSocketLine(loop, target, i, Crowd.name(target, i % scenario.channels())));
        }
        return lines;
    }

    /** Until nothing comes any more. */
    private static void settle(Loop loop) throws IOException {
        long begin = Nanos.now();
        long[] last = {begin, loop.meter().reads};
        loop.run(now -> {
            if (loop.meter().reads != last[1]) {
                last[0] = now;
                last[1] = loop.meter().reads;
            }
            return now - last[0] > QUIET || now - begin > LONGEST ? Loop.Work.DONE : QUIET;
        });
    }

    private static Histogram histogram() {
        return new Histogram(1_000, 600_000_000_000L, 3);
    }

    private static void record(Histogram latency, long nanos) {
        latency.recordValue(Math.min(Math.max(nanos, 0), latency.getHighestTrackableValue()));
    }

    private static Report report(String name, Fleet fleet, Histogram latency, int tried, long took) {
        return new Report(
                name,
                tried,
                fleet.entered(),
                Duration.ofNanos(took),
                latency,
                0,
                0,
                0,
                fleet.failed(),
                new TreeMap<>(Map.of("connects_per_second", fleet.entered() / (took / 1e9))),
                fleet.faults().first(),
                List.of());
    }
}
