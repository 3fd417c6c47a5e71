package dev.parley.server.cli;

import dev.parley.load.ProcessUse;
import dev.parley.load.Report;
import dev.parley.load.Scenario;
import dev.parley.load.Window;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs a scenario and prints its report. The exit code is 1 if deliveries were lost, came twice or out of order, or a connection broke. */
final class BenchCommand extends Command {

    /** Makes a scenario of what was typed. */
    interface Plan {
        Scenario scenario(BenchOptions options);
    }

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Plan plan;

    BenchCommand(Plan plan) {
        this.plan = plan;
    }

    @Override
    public Integer call() throws IOException {
        BenchOptions options = new BenchOptions(commandLine());
        Scenario scenario = scenario(options);
        Watch watch = options.watchesServer() ? new Watch(options.pid()) : null;
        Window window = watch == null ? Window.NONE : watch;
        Report report = run(scenario, options, window);
        if (options.json()) {
            out().println(json(report, watch));
        } else {
            print(report, scenario, watch);
        }
        out().flush();
        return report.isSound() ? 0 : 1;
    }

    private Scenario scenario(BenchOptions options) {
        try {
            return plan.scenario(options);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private static Report run(Scenario scenario, BenchOptions options, Window window) throws IOException {
        try {
            return scenario instanceof Scenario.Self self ? self.run(window) : scenario.run(options.target(), window);
        } catch (UncheckedIOException e) {
            throw e.getCause(); // the process that was watched is gone
        }
    }

    /** Looks at the server's process around the measured part. */
    private static final class Watch implements Window {
        private final long pid;
        private @Nullable ProcessUse before;
        private @Nullable ProcessUse used;

        /** @throws IOException if there is no such process */
        Watch(long pid) throws IOException {
            this.pid = pid;
            look();
        }

        private ProcessUse look() throws IOException {
            return ProcessUse.of(pid);
        }

        @Override
        public void begin() {
            try {
                before = look();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void end() {
            try {
                used = look().since(Objects.requireNonNull(before));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The memory that connections hold is that of the end of quiet; the CPU is still that of their coming. */
        @Override
        public void settled() {
            try {
                used = new ProcessUse(used().user(), used().system(), look().residentBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        ProcessUse used() {
            return Objects.requireNonNull(used);
        }

        ProcessUse before() {
            return Objects.requireNonNull(before);
        }
    }

    private void print(Report report, Scenario scenario, @Nullable Watch watch) {
        boolean standing = scenario instanceof Scenario.Idle || scenario instanceof Scenario.Storm;
        line("measured", number(report.took().toNanos() / 1e9) + " s");
        if (standing) {
            String came = count(report.deliveries()) + " of " + count(report.sent()) + " in, ";
            line("connections", came + perSecond(report.deliveriesPerSecond()));
        } else {
            line("sent", count(report.sent()) + ", " + perSecond(report.sentPerSecond()));
            line("deliveries", count(report.deliveries()) + ", " + perSecond(report.deliveriesPerSecond()));
        }
        line(
                "latency",
                "p50 " + number(percentile(report, 50)) + " ms, p99 " + number(percentile(report, 99)) + " ms, p99.9 "
                        + number(percentile(report, 99.9)) + " ms, max " + number(percentile(report, 100)) + " ms");
        if (watch != null) {
            printServer(report, watch, standing ? "connection" : "delivery");
        }
        report.more().forEach((name, value) -> line(name.replace('_', ' '), number(value)));
        printChecks(report, standing);
        report.notes().forEach(note -> out().println("note: " + note));
    }

    private void printChecks(Report report, boolean standing) {
        if (report.isSound()) {
            line("checked", standing ? "no connection broke" : "every delivery came once and in order");
            return;
        }
        line(
                "FAILED",
                count(report.lost()) + " lost, " + count(report.doubled()) + " twice, " + count(report.disordered())
                        + " out of order, " + count(report.errors()) + " errors");
        report.faults().forEach(fault -> out().println("  " + fault));
    }

    private void printServer(Report report, Watch watch, String unit) {
        ProcessUse used = watch.used();
        double each = 1e3 * Math.max(1, report.deliveries());
        double user = used.user().toNanos() / each;
        double system = used.system().toNanos() / each;
        line(
                "server CPU",
                number(user + system) + " us per " + unit + " (user " + number(user) + ", system " + number(system)
                        + ")");
        line(
                "server memory",
                number(used.residentBytes() / 1e6) + " MB resident, "
                        + number(watch.before().residentBytes() / 1e6) + " MB before");
    }

    private void line(String name, String text) {
        out().println(name + " ".repeat(Math.max(1, 32 - name.length())) + text);
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.3f", value);
    }

    private static String perSecond(double value) {
        return String.format(Locale.ROOT, "%,.0f per second", value);
    }

    private static double percentile(Report report, double percentile) {
        return report.latency().getValueAtPercentile(percentile) / 1e6;
    }

    private static ObjectNode json(Report report, @Nullable Watch watch) {
        ObjectNode json = MAPPER.createObjectNode()
                .put("scenario", report.scenario())
                .put("sound", report.isSound())
                .put("seconds", report.took().toNanos() / 1e9)
                .put("sent", report.sent())
                .put("deliveries", report.deliveries())
                .put("lost", report.lost())
                .put("doubled", report.doubled())
                .put("disordered", report.disordered())
                .put("errors", report.errors());
        ObjectNode latency = json.putObject("latencyMs");
        Map.of("p50", 50.0, "p99", 99.0, "p999", 99.9, "max", 100.0)
                .forEach((name, value) -> latency.put(name, percentile(report, value)));
        ObjectNode more = json.putObject("more");
        report.more().forEach(more::put);
        if (watch != null) {
            json.putObject("server")
                    .put("userSeconds", watch.used().user().toNanos() / 1e9)
                    .put("systemSeconds", watch.used().system().toNanos() / 1e9)
                    .put("residentBytes", watch.used().residentBytes());
        }
        report.faults().forEach(json.putArray("faults")::add);
        report.notes().forEach(json.putArray("notes")::add);
        return json;
    }
}
