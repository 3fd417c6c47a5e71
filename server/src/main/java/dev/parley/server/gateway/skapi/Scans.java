package dev.parley.server.gateway.skapi;

import java.util.concurrent.Semaphore;

/** Of lists that are much work whatever their page has, only a few are worked out at once ({@code skapi.scans}). Any thread. */
final class Scans {

    private final Semaphore free;

    Scans(int atOnce) {
        this.free = new Semaphore(atOnce);
    }

    /**
     * One more; {@link #end} has to follow.
     *
     * @throws CallRefusal if there are too many
     */
    void begin() {
        if (!free.tryAcquire()) {
            throw CallRefusal.later(
                    429, "Too many long lists are being worked out (skapi.scans); try again in a moment.", 1);
        }
    }

    void end() {
        free.release();
    }
}
