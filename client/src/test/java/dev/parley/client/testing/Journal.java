package dev.parley.client.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Everything that clients sent, in the order it is handled. Locks by the server's {@link Guard}. */
final class Journal {

    private final Guard guard;
    private final Problems problems;
    private final Duration patience;
    private final List<Received> entries = new ArrayList<>();

    Journal(Guard guard, Problems problems, Duration patience) {
        this.guard = guard;
        this.problems = problems;
        this.patience = patience;
    }

    void add(Received received) {
        guard.run(() -> entries.add(received));
    }

    List<Received> all() {
        return guard.get(() -> List.copyOf(entries));
    }

    void clear() {
        guard.run(entries::clear);
    }

    List<Received> await(Predicate<? super Received> condition, String what, int count) {
        boolean came = guard.await(
                () -> entries.stream().filter(condition).limit(count).count() >= count, patience);
        List<Received> all = all();
        List<Received> found = all.stream().filter(condition).toList();
        if (!came) {
            throw new AssertionError("Expected " + count + " of " + what + " within " + patience + ", but "
                    + found.size() + " came. Received: " + all + ". Problems: " + problems.all());
        }
        return found;
    }
}
