package dev.parley.client.testing;

import java.util.ArrayList;
import java.util.List;

/** What went wrong inside the server, and what clients got wrong. Safe for all threads. */
final class Problems {

    /** More than these say nothing new, and must not fill the heap. */
    private static final int MOST = 1_000;

    private final List<Throwable> all = new ArrayList<>();

    synchronized void add(Throwable problem) {
        if (all.size() < MOST) {
            all.add(problem);
        }
    }

    /** A client broke the protocol. */
    void client(String what) {
        add(new IllegalStateException("A client broke the protocol: " + what));
    }

    /** A client broke the protocol, as the reader of its bytes says. */
    void client(Exception refusal) {
        add(new IllegalStateException("A client broke the protocol: " + refusal.getMessage(), refusal));
    }

    synchronized List<Throwable> all() {
        return List.copyOf(all);
    }
}
