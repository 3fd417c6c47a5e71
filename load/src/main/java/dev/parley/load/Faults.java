package dev.parley.load;

import java.util.ArrayList;
import java.util.List;

/** The first things that went wrong, in words. */
final class Faults {

    private static final int MOST = 10;

    private final List<String> first = new ArrayList<>();

    void add(String what) {
        if (first.size() < MOST) {
            first.add(what);
        }
    }

    List<String> first() {
        return first;
    }
}
