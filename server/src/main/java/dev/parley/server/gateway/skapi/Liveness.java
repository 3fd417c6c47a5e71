package dev.parley.server.gateway.skapi;

import dev.parley.core.Shard;
import dev.parley.core.Timer;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Notices peers that are gone without a word (skapi 6, "timeouts"): one that has said nothing for a third of the time allowed, or
 * somewhat longer, is pinged, and given up if it stays silent for another third. Its shard only.
 */
final class Liveness {

    private final BooleanSupplier deaf;
    private final Runnable ping;
    private final Runnable lost;
    private final long pace;
    private final Timer timer;
    private boolean heard;
    private boolean asked;
    private boolean stopped;

    /** @param deaf whether nothing is read from the peer: then its silence is ours */
    Liveness(Shard shard, Duration allowed, BooleanSupplier deaf, Runnable ping, Runnable lost) {
        this.deaf = deaf;
        this.ping = ping;
        this.lost = lost;
        this.pace = Math.max(1, allowed.toMillis() / 3);
        this.heard = true;
        this.timer = shard.timers().schedule(pace, this::look);
    }

    /** The peer sent something. */
    void heard() {
        heard = true;
    }

    void stop() {
        stopped = true;
        timer.cancel();
    }

    private void look() {
        if (heard || deaf.getAsBoolean()) {
            heard = false;
            asked = false;
        } else if (asked) {
            lost.run();
            return;
        } else {
            asked = true;
            ping.run();
        }
        if (!stopped) { // the ping may have found the peer too slow
            timer.rearm(pace);
        }
    }
}
