package dev.parley.server.identity;

import dev.parley.core.Shard;
import dev.parley.core.Timer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits for the end of a connected client's session, be it ended or expired. Its shard only. */
public final class SessionEnd {

    private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);

    private final Shard shard;
    private final Session session;
    private final Runnable over;
    private final Runnable ended;
    private @Nullable Timer expiry;
    private boolean stopped;

    private SessionEnd(Shard shard, Session session, Runnable over) {
        this.shard = shard;
        this.session = session;
        this.over = over;
        this.ended = () -> shard.loop().execute(this::over);
    }

    /** Runs {@code over} once when the session is over, on the shard, unless {@link #stop} comes first. */
    public static SessionEnd watch(Shard shard, Session session, Runnable over) {
        SessionEnd end = new SessionEnd(shard, session, over);
        end.expiry = shard.timers().schedule(end.untilExpiry(), end::look);
        session.onEnd(end.ended);
        return end;
    }

    /** The client is gone. */
    public void stop() {
        stopped = true;
        session.forget(ended);
        Timer timer = expiry;
        if (timer != null) {
            timer.cancel();
            expiry = null;
        }
    }

    /** Not far ahead: the clock may be set, and a timer's turn costs little. */
    private long untilExpiry() {
        return Math.clamp(session.expiresAt() - now(), 0, DAY_MILLIS);
    }

    private long now() {
        return shard.hub().clock().millis();
    }

    private void look() {
        Timer timer = expiry;
        if (timer != null && session.isValid(now())) {
            timer.rearm(Math.max(1, untilExpiry()));
        } else {
            over();
        }
    }

    private void over() {
        if (!stopped) {
            stop();
            over.run();
        }
    }
}
