package dev.parley.client;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The place of one registered listener: it is called as long as the place is open. Any thread.
 *
 * @param <L> the listener's type
 */
final class Slot<L> {

    private final L listener;
    private final boolean once;
    private final AtomicBoolean open = new AtomicBoolean(true);

    Slot(L listener, boolean once) {
        this.listener = listener;
        this.once = once;
    }

    L listener() {
        return listener;
    }

    /** Whether it was there for a single call, which somebody makes or made, or was taken out. */
    boolean isSpent() {
        return !open.get();
    }

    /** Whether the listener may be called now. One for a single call may be called only by who gets true. */
    boolean claim() {
        return once ? open.compareAndSet(true, false) : open.get();
    }

    void shut() {
        open.set(false);
    }
}
