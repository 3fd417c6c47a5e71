package dev.parley.core;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What one shard counts; written by its loop, read by {@link HubMetrics} from anywhere. */
final class ShardCounters {
    final Counter publications = new Counter();
    final Counter deliveries = new Counter();
    final Counter batches = new Counter();
    final Counter encodings = new Counter();
    final Counter joins = new Counter();
    final Counter leaves = new Counter();
    final Counter refusals = new Counter();
    final Counter pauses = new Counter();
    final Counter faults = new Counter();

    /** Now, not ever. */
    final Counter subscribers = new Counter();

    /** Now, at home here. */
    final Counter audiences = new Counter();

    /** Now, at home here. */
    final Counter channels = new Counter();

    private final Map<CloseReason, Counter> closes = Arrays.stream(CloseReason.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), r -> new Counter()));

    Counter closes(CloseReason reason) {
        Counter counter = closes.get(reason);
        if (counter == null) {
            throw new IllegalArgumentException("no counter for " + reason);
        }
        return counter;
    }
}
