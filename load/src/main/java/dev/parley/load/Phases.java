package dev.parley.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/** The course of a run: warm up, measure, and wait for what is still on its way. */
final class Phases implements Loop.Work {

    /** If nothing comes for so long, in nanoseconds, what is missing counts as lost. */
    private static final long PATIENCE = 10_000_000_000L;

    /** How long, in nanoseconds, is looked for what comes once too often when all has come. */
    private static final long SETTLE = 200_000_000L;

    private static final double DEFAULT_RATE = 5_000;

    private enum Phase {
        WARMUP,
        MEASURED,
        DRAIN
    }

    /** Sends what is due and says when to come again. */
    interface Sending {
        long turn(long now) throws IOException;
    }

    private final Loop loop;
    private final Window window;
    private final long warmup;
    private final long measured;
    private final Faults faults = new Faults();
    private final Histogram latency = new Histogram(1_000, 120_000_000_000L, 3);
    private final Map<String, Double> more = new TreeMap<>();
    private Sending sending = now -> Long.MAX_VALUE;
    private BooleanSupplier complete = () -> true;
    private Phase phase = Phase.WARMUP;
    private boolean broken;
    private long errors;
    private long started;
    private long begin;
    private long end;
    private boolean isComplete;
    private long completed;
    private Meter before = new Meter();
    private Meter half = new Meter();
    private Meter counted = new Meter();
    private OwnCpu ownCpu = new OwnCpu();
    private long cpu;
    private long lastDeliveries;
    private long lastProgress;

    Phases(Loop loop, Window window, Duration warmup, Duration measured) {
        this.loop = loop;
        this.window = window;
        this.warmup = warmup.toNanos();
        this.measured = measured.toNanos();
    }

    Faults faults() {
        return faults;
    }

    /** Until all is sent and received, or something broke. */
    void run(Sending work, BooleanSupplier allCame) throws IOException {
        sending = work;
        complete = allCame;
        started = Nanos.now();
        lastProgress = started;
        loop.run(this);
    }

    @Override
    public long turn(long now) throws IOException {
        return switch (phase) {
            case WARMUP -> {
                if (now - started >= warmup || broken) {
                    begin(now);
                }
                yield active(now, started + warmup);
            }
            case MEASURED -> {
                if (now - begin >= measured || broken) {
                    end(now);
                    yield 0;
                }
                if (half.sent == 0 && now - begin >= measured / 2) {
                    half = loop.meter().copy();
                }
                yield active(now, begin + measured);
            }
            case DRAIN -> drain(now);
        };
    }

    private long drain(long now) {
        if (broken || isStuck(now)) {
            return DONE;
        }
        if (!isComplete) {
            isComplete = complete.getAsBoolean();
            completed = now;
        }
        if (!isComplete) {
            return Long.MAX_VALUE;
        }
        long left = completed + SETTLE - now;
        return left > 0 ? left : DONE;
    }

    private long active(long now, long until) throws IOException {
        if (isStuck(now)) {
            broken = true;
            return 0;
        }
        long wait = sending.turn(now);
        return Math.max(0, Math.min(wait, until - now));
    }

    private boolean isStuck(long now) {
        long deliveries = loop.meter().deliveries;
        if (deliveries != lastDeliveries || loop.meter().sent == 0) {
            lastDeliveries = deliveries;
            lastProgress = now;
        } else if (now - lastProgress > PATIENCE && !complete.getAsBoolean()) {
            faults.add("nothing has come for 10 seconds");
            return true;
        }
        return false;
    }

    private void begin(long now) {
        phase = Phase.MEASURED;
        window.begin();
        begin = now;
        before = loop.meter().copy();
        ownCpu = new OwnCpu();
    }

    private void end(long now) {
        phase = Phase.DRAIN;
        end = now;
        lastProgress = now;
        counted = loop.meter().minus(before);
        cpu = ownCpu.nanos();
        window.end();
    }

    /** Notes when a delivery was due and came: it counts if it was due in the measured part, also if it comes after that. */
    void delivered(long due, long now) {
        if (phase != Phase.WARMUP && due - begin >= 0 && (phase == Phase.MEASURED || due - end < 0)) {
            latency.recordValue(Math.min(Math.max(now - due, 0), latency.getHighestTrackableValue()));
        }
    }

    /** Something that should not be; the run goes on. */
    void error(String what) {
        errors++;
        faults.add(what);
    }

    /** Something without which there is no sense in going on. */
    void broken(String what) {
        error(what);
        broken = true;
    }

    void more(String name, double value) {
        more.put(name, value);
    }

    /** What the figures suggest about the server's limits. */
    List<String> notes(int senders, boolean paced) {
        List<String> notes = new ArrayList<>();
        long seconds = Math.max(1, end - begin - measured / 2);
        double each = (counted.sent - half.minus(before).sent) / (seconds / 1e9) / senders;
        boolean limited = paced ? each > DEFAULT_RATE : Math.abs(each - DEFAULT_RATE) < DEFAULT_RATE * 0.03;
        if (half.sent > 0 && limited) {
            notes.add("each sender came to about " + Math.round(each) + " messages per second, and the server slows a"
                    + " connection down above limits.publishRate.events (5000 unless set; 0 for no limit)");
        }
        if (!paced && cpu > 0.9 * (end - begin)) {
            notes.add("this generator used up its core: the server may be faster than the figures say");
        }
        return notes;
    }

    Report report(String name, Ledger ledger, List<String> notes) {
        double perDelivery = Math.max(1, counted.deliveries);
        more("frames_per_read", counted.frames / (double) Math.max(1, counted.reads));
        more("bytes_received", (double) counted.bytesIn);
        more("bytes_sent", (double) counted.bytesOut);
        more("generator_cpu_us_per_delivery", cpu / 1e3 / perDelivery);
        more("generator_cpu_percent", 100.0 * cpu / Math.max(1, end - begin));
        return new Report(
                name,
                counted.sent,
                counted.deliveries,
                Duration.ofNanos(end - begin),
                latency,
                ledger.lost(),
                ledger.doubled(),
                ledger.disordered(),
                errors,
                more,
                faults.first(),
                notes);
    }
}
