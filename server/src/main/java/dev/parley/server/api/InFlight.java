package dev.parley.server.api;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * How many messages each app's back ends are publishing. Nothing else holds them back: they have no connection whose reading could
 * pause. Any thread; an app is there only while it publishes.
 */
final class InFlight {

    private final ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();
    private final int most;

    InFlight(int most) {
        this.most = most;
    }

    /**
     * Runs {@code act} with {@code messages} counted until it is done.
     *
     * @throws Refusal if too many are under way
     */
    <T> CompletionStage<T> counted(String app, int messages, Supplier<CompletionStage<T>> act) {
        if (counts.merge(app, messages, Integer::sum) > most) {
            release(app, messages);
            throw Refusal.of(
                            429,
                            "too_many_publishes",
                            "More than " + most + " messages of the app are under way (limits.restPublishes).")
                    .retryAfter(1);
        }
        boolean begun = false;
        try {
            CompletionStage<T> stage = act.get().whenComplete((result, failure) -> release(app, messages));
            begun = true;
            return stage;
        } finally {
            if (!begun) {
                release(app, messages);
            }
        }
    }

    private void release(String app, int messages) {
        counts.compute(app, (id, count) -> count == null || count <= messages ? null : count - messages);
    }
}
