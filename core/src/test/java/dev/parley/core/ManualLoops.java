package dev.parley.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Some loops, a clock, and the one thread that plays them all. */
public final class ManualLoops {
    private final ManualClock clock = new ManualClock();
    private final List<ManualLoop> loops = new ArrayList<>();
    private @Nullable ManualLoop current;

    public ManualLoops(int count) {
        for (int i = 0; i < count; i++) {
            loops.add(new ManualLoop(this));
        }
    }

    public ManualClock clock() {
        return clock;
    }

    public ManualLoop get(int index) {
        return loops.get(index);
    }

    /** For {@link Hub}'s constructor. */
    public List<Loop> all() {
        return List.copyOf(loops);
    }

    /** Runs tasks, loop by loop, until none is queued. */
    public void runAll() {
        boolean ran;
        do {
            ran = false;
            for (ManualLoop loop : loops) {
                while (loop.step()) {
                    ran = true;
                }
            }
        } while (ran);
    }

    /** Runs one task of a loop that {@code random} chooses; false if none is queued. */
    public boolean stepAny(Random random) {
        List<ManualLoop> busy = loops.stream().filter(loop -> loop.queued() > 0).toList();
        return !busy.isEmpty() && busy.get(random.nextInt(busy.size())).step();
    }

    /** Moves the clock forward, stopping wherever something is due, and runs everything on the way. */
    public void advance(long millis) {
        long end = clock.nanos() + millis * 1_000_000;
        runAll();
        for (long due = nextDue(); due <= end; due = nextDue()) {
            clock.advanceNanos(Math.max(0, due - clock.nanos()));
            loops.forEach(ManualLoop::wake);
            runAll();
        }
        clock.advanceNanos(end - clock.nanos());
    }

    private long nextDue() {
        return loops.stream().mapToLong(ManualLoop::nextDue).min().orElse(Long.MAX_VALUE);
    }

    @SuppressWarnings("ReferenceEquality")
    boolean isCurrent(ManualLoop loop) {
        return current == loop;
    }

    void enter(ManualLoop loop, Runnable task) {
        if (current != null) {
            throw new IllegalStateException("a loop is running; tasks never run inside each other");
        }
        current = loop;
        try {
            task.run();
        } finally {
            current = null;
        }
    }
}
