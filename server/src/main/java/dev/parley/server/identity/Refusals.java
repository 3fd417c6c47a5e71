package dev.parley.server.identity;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts packets and calls that were not served, by why. Any thread. */
public final class Refusals implements MeterBinder {

    /** Why a packet was not served. */
    enum Reason {
        /** The app is gone, suspended or has no realtime. */
        APP,
        /** The key is no longer good, or not from here. */
        KEY,
        /** More packets than {@code apps[].packetRate}. */
        RATE,
        /** The session a client needs has ended. */
        SESSION,
        /** The rules of {@code apps[].channels} or {@code apps[].broadcast}. */
        CHANNEL
    }

    private final Map<Reason, LongAdder> counts = new EnumMap<>(Reason.class);

    Refusals() {
        for (Reason reason : Reason.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    void count(Reason reason) {
        LongAdder count = counts.get(reason);
        if (count != null) {
            count.increment();
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counts.forEach((reason, count) -> FunctionCounter.builder("parley.packets.refused", count, LongAdder::sum)
                .description("Packets and members calls that were not served")
                .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                .register(registry));
    }
}
