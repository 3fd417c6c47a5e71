package dev.parley.e2e.sdk;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What somebody in a channel heard, in order. Thread-safe. */
final class Heard {

    private final List<Event> all = new ArrayList<>();
    private int taken;

    /**
     * Any event of any kind of client.
     *
     * @param name the event's name
     * @param channel the channel; null for a broadcast
     * @param content in plain Java, byte arrays as {@link Bytes}
     */
    record Event(
            String name, @Nullable String channel, @Nullable Object content) {

        static Event of(String name, @Nullable String channel, @Nullable Object content) {
            return new Event(name, channel, Bytes.comparable(content));
        }

        /** A member did something: the event as all hear it. */
        static Event member(String name, String channel, String id, @Nullable Object profile) {
            return of(name, channel, profile == null ? Map.of("id", id) : Map.of("id", id, "data", profile));
        }
    }

    synchronized void add(Event event) {
        all.add(event);
        notifyAll();
    }

    /** Everything there was so far. */
    synchronized List<Event> all() {
        return List.copyOf(all);
    }

    /** The events up to the next one that is like this, since the last call. */
    List<Event> until(Predicate<Event> last) {
        await().atMost(Duration.ofSeconds(Within.SECONDS))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> indexOf(last) >= 0);
        return take(indexOf(last) + 1);
    }

    private synchronized int indexOf(Predicate<Event> last) {
        for (int i = taken; i < all.size(); i++) {
            if (last.test(all.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private synchronized List<Event> take(int end) {
        List<Event> events = List.copyOf(all.subList(taken, end));
        taken = end;
        return events;
    }

    /** A value whose name is known to be there. */
    static Object in(@Nullable Object map, String name) {
        return Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(map)).get(name), name);
    }
}
