package dev.parley.server.push;

import dev.parley.core.Clock;
import dev.parley.server.delivery.Courier;
import dev.parley.server.delivery.DeliveryException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what becomes of messages on one way, and says so once in a while when it is not well. Any thread. */
public final class WayOutcomes<T> implements Courier.Outcomes<T> {

    private static final Logger log = LoggerFactory.getLogger(WayOutcomes.class);
    private static final long QUIET = TimeUnit.MINUTES.toNanos(1);

    private final String way;
    private final Clock clock;
    private final Consumer<T> gone;
    private final Counter sent;
    private final Counter failed;
    private final Counter dropped;
    private final Counter unregistered;
    private final AtomicLong quietUntil;
    private final LongAdder unsaid = new LongAdder();

    /** @param gone takes those whose receiver is no more */
    public WayOutcomes(String way, Clock clock, MeterRegistry meters, Consumer<T> gone) {
        this.way = way;
        this.clock = clock;
        this.gone = gone;
        this.sent = counter(meters, way, "sent");
        this.failed = counter(meters, way, "failed");
        this.dropped = counter(meters, way, "dropped");
        this.unregistered = counter(meters, way, "unregistered");
        this.quietUntil = new AtomicLong(clock.nanos());
    }

    private static Counter counter(MeterRegistry meters, String way, String result) {
        return Counter.builder("parley.push")
                .description(
                        "push messages: handed on, given up, refused because too many waited, or for devices that are"
                                + " no more")
                .tag("way", way)
                .tag("result", result)
                .register(meters);
    }

    @Override
    public void delivered(T load) {
        sent.increment();
    }

    @Override
    public void gaveUp(T load, int attempts, DeliveryException why) {
        if (why.isGone()) {
            unregistered.increment();
            gone.accept(load);
        } else {
            failed(attempts, why);
        }
    }

    @Override
    public void dropped(T load) {
        dropped();
    }

    /** One was given up. */
    public void failed(int attempts, DeliveryException why) {
        failed.increment();
        say("gave up after " + attempts + " tries: " + why.getMessage());
    }

    /** One was refused. */
    public void dropped() {
        dropped.increment();
        say("dropped: more wait than push.queue allows, or the server ends");
    }

    /** At most once a minute. */
    private void say(String what) {
        long now = clock.nanos();
        long until = quietUntil.get();
        if (now - until >= 0 && quietUntil.compareAndSet(until, now + QUIET)) {
            log.warn(
                    "a push message by {}: {} ({} more like it since the last line)", way, what, unsaid.sumThenReset());
        } else {
            unsaid.increment();
        }
    }
}
