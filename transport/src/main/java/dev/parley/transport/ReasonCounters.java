package dev.parley.transport;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** One counter for each value of an enum, exported as one meter with the value as its {@code reason}. Any thread. */
public final class ReasonCounters<E extends Enum<E>> {

    private final Map<E, LongAdder> counts;

    public ReasonCounters(Class<E> reasons) {
        counts = new EnumMap<>(reasons);
        for (E reason : Objects.requireNonNull(reasons.getEnumConstants())) {
            counts.put(reason, new LongAdder());
        }
    }

    public void increment(E reason) {
        counter(reason).increment();
    }

    /** How often {@code reason} was counted. */
    public long sum(E reason) {
        return counter(reason).sum();
    }

    private LongAdder counter(E reason) {
        return Objects.requireNonNull(counts.get(reason));
    }

    /** Registers the meter; once. */
    public void bindTo(MeterRegistry meters, String name, String description) {
        counts.forEach((reason, count) -> FunctionCounter.builder(name, count, LongAdder::sum)
                .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                .description(description)
                .register(meters));
    }
}
