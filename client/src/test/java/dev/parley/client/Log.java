package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What listeners were told, in order. Any thread adds; the test's thread takes. */
final class Log<T> {

    private final String what;
    private final BlockingQueue<T> entries = new LinkedBlockingQueue<>();

    Log(String what) {
        this.what = what;
    }

    void add(T entry) {
        entries.add(entry);
    }

    /** Waits for the next entry, and takes it. */
    T next() {
        try {
            T entry = entries.poll(20, TimeUnit.SECONDS);
            if (entry == null) {
                throw new AssertionError("no " + what + " came");
            }
            return entry;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    List<T> next(int count) {
        List<T> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(next());
        }
        return taken;
    }

    /** What came and was not taken. */
    List<T> rest() {
        return List.copyOf(entries);
    }

    void isEmpty() {
        assertThat(rest()).as(what).isEmpty();
    }
}
