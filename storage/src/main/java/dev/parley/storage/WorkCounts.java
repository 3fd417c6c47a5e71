package dev.parley.storage;

import io.micrometer.core.instrument.DistributionSummary;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What became of the works so far. Any thread. */
final class WorkCounts {

    enum Result {
        DONE("done"),
        FAILED("failed"),
        REFUSED("refused");

        private final String label;

        Result(String label) {
            this.label = label;
        }

        /** How metrics call it. */
        String label() {
            return label;
        }
    }

    private final Map<WorkKind, Map<Result, LongAdder>> counts = new EnumMap<>(WorkKind.class);

    /** Null until somebody measures. */
    private volatile @Nullable DistributionSummary batches;

    WorkCounts() {
        for (WorkKind kind : WorkKind.values()) {
            Map<Result, LongAdder> results = new EnumMap<>(Result.class);
            for (Result result : Result.values()) {
                results.put(result, new LongAdder());
            }
            counts.put(kind, results);
        }
    }

    void add(WorkKind kind, Result result) {
        adder(kind, result).increment();
    }

    long get(WorkKind kind, Result result) {
        return adder(kind, result).sum();
    }

    void measureBatches(DistributionSummary summary) {
        batches = summary;
    }

    /** @param works how many shared one transaction */
    void batch(int works) {
        DistributionSummary summary = batches;
        if (summary != null) {
            summary.record(works);
        }
    }

    @SuppressWarnings("NullAway") // every pair is there since the constructor
    private LongAdder adder(WorkKind kind, Result result) {
        return counts.get(kind).get(result);
    }
}
