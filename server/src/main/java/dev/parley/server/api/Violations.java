package dev.parley.server.api;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with the values of a call, all of it, so that the caller need not find out one by one. */
final class Violations {

    private static final int MOST = 20;

    private final List<Refusal.Violation> found = new ArrayList<>();

    /**
     * Notes a mistake.
     *
     * @param message what is wanted instead; never what was sent
     */
    void add(String field, String message) {
        if (found.size() < MOST) {
            found.add(new Refusal.Violation(field, message));
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Refuses the call if there is anything. */
    void check() {
        if (!found.isEmpty()) {
            throw Refusal.invalid(found);
        }
    }
}
