package dev.parley.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was sent and will be answered, in the order of sending. Owned by the lane. */
final class Unanswered {

    private record Sent(Command<?> command, long at) {}

    private final Map<Long, Sent> sent = new LinkedHashMap<>(4);
    private long lastId = -1;

    int size() {
        return sent.size();
    }

    boolean isEmpty() {
        return sent.isEmpty();
    }

    /** Remembers a command; the id under which its answer will come. */
    long add(Command<?> command, long now) {
        lastId++;
        sent.put(lastId, new Sent(command, now));
        return lastId;
    }

    /** The command that an answer belongs to, taken out; null if none waits for it. */
    @Nullable
    Command<?> remove(long id) {
        Sent found = sent.remove(id);
        return found == null ? null : found.command();
    }

    /** Those sent this long ago or longer, taken out. */
    List<Command<?>> expired(long now, Duration after) {
        List<Command<?>> late = new ArrayList<>();
        Iterator<Sent> oldest = sent.values().iterator();
        while (oldest.hasNext()) {
            Sent next = oldest.next();
            if (now - next.at() < after.toNanos()) {
                break;
            }
            late.add(next.command());
            oldest.remove();
        }
        return late;
    }

    /** How long until the oldest has waited this long; not to be asked while empty. */
    Duration untilNext(long now, Duration after) {
        long at = sent.values().iterator().next().at();
        return Duration.ofNanos(Math.max(0, after.toNanos() - (now - at)));
    }

    /** All, taken out. */
    List<Command<?>> clear() {
        List<Command<?>> all = new ArrayList<>(sent.size());
        sent.values().forEach(each -> all.add(each.command()));
        sent.clear();
        return all;
    }
}
