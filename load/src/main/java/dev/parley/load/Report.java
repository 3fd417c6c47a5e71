package dev.parley.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a run came to. Counts of the measured part; faults of the whole run.
 *
 * @param sent messages sent (presence: joins and leaves; idle and storm: connections tried)
 * @param deliveries messages received, by all receivers together (idle and storm: connections that came in)
 * @param took how long the measured part was
 * @param latency in nanoseconds; see {@link Pace} for what it counts from
 * @param lost deliveries that never came
 * @param doubled deliveries that came again
 * @param disordered deliveries that came after a later one of the same sender
 * @param errors connections that broke, and what came that should not have
 * @param more figures by name, in the unit that the name ends in
 * @param faults in words, the first few: who missed what, which connection broke and why
 * @param notes what to know when reading the figures
 */
public record Report(
        String scenario,
        long sent,
        long deliveries,
        Duration took,
        Histogram latency,
        long lost,
        long doubled,
        long disordered,
        long errors,
        Map<String, Double> more,
        List<String> faults,
        List<String> notes) {

    public Report {
        faults = List.copyOf(faults);
        notes = List.copyOf(notes);
    }

    /** Whether every delivery came once and in order, and nothing broke. The figures of a run that is not sound mean nothing. */
    public boolean isSound() {
        return lost == 0 && doubled == 0 && disordered == 0 && errors == 0 && deliveries > 0;
    }

    public double sentPerSecond() {
        return sent / seconds();
    }

    public double deliveriesPerSecond() {
        return deliveries / seconds();
    }

    private double seconds() {
        return Math.max(took.toNanos(), 1) / 1e9;
    }
}
