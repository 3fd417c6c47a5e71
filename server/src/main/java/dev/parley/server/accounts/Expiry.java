package dev.parley.server.accounts;

import dev.parley.core.Clock;
import dev.parley.storage.Database;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what has expired, a few rows at a time, now and then while other things are written. Any thread. */
final class Expiry {

    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
    private static final long EVERY = TimeUnit.MINUTES.toNanos(1);
    private static final int BATCH = 500;
    private static final List<String> DELETES = List.of(
            "DELETE FROM sessions WHERE id IN"
                    + " (SELECT id FROM sessions WHERE expires_at <= :now ORDER BY expires_at LIMIT :batch)",
            "DELETE FROM one_time WHERE id IN"
                    + " (SELECT id FROM one_time WHERE expires_at <= :now ORDER BY expires_at LIMIT :batch)",
            "DELETE FROM ended_tokens WHERE (app, id) IN"
                    + " (SELECT app, id FROM ended_tokens WHERE expires_at <= :now ORDER BY expires_at LIMIT :batch)");

    private final Database database;
    private final Clock clock;
    private final AtomicLong next;

    Expiry(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        next = new AtomicLong(clock.nanos());
    }

    /** Starts a round if the last one was long enough ago. */
    void now() {
        long due = next.get();
        if (clock.nanos() - due >= 0 && next.compareAndSet(due, clock.nanos() + EVERY)) {
            round();
        }
    }

    private void round() {
        long now = clock.millis();
        database.write(handle -> trim(handle, now)).whenComplete((full, failure) -> {
            if (failure != null) {
                LOG.debug("expired rows stay for now", failure);
            } else if (full) {
                round();
            }
        });
    }

    /** Whether there may be more. */
    static boolean trim(Handle handle, long now) {
        boolean full = false;
        for (String delete : DELETES) {
            int deleted = handle.createUpdate(delete)
                    .bind("now", now)
                    .bind("batch", BATCH)
                    .execute();
            full |= deleted == BATCH;
        }
        return full;
    }
}
