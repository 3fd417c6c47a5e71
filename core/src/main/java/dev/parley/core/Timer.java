package dev.parley.core;

import org.jspecify.annotations.Nullable;

/** A deadline made by {@link Timers#schedule}. Used on its shard's loop only. */
public final class Timer {
    private final Timers timers;
    final Runnable task;

    /** The tick it is due at. */
    long dueTick;

    /** The slot it hangs in, or one of the constants of {@link Timers}. */
    int slot = Timers.NOWHERE;

    @Nullable
    Timer next;

    @Nullable
    Timer previous;

    Timer(Timers timers, Runnable task) {
        this.timers = timers;
        this.task = task;
    }

    /** Whether it has yet to run. */
    public boolean isPending() {
        return slot != Timers.NOWHERE;
    }

    /** Takes it off; it can be armed again. Constant time; does nothing if it is not pending. */
    public void cancel() {
        timers.cancel(this);
    }

    /**
     * Sets the deadline to {@code delayMillis} from now, whether it is pending, has run or was cancelled. Putting a pending
     * deadline off touches this object only, so it may be done for every packet.
     */
    public void rearm(long delayMillis) {
        timers.arm(this, delayMillis);
    }
}
