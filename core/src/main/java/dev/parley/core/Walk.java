package dev.parley.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Visits the members that one shard has of an audience: those of one moment, some in a turn, so that a user with thousands of
 * subscribers holds nobody up. Who is closed before its turn comes is left out.
 */
final class Walk<T> extends Task {
    /** What is done in a turn: a subscriber counts one, and one for each audience it is in. */
    private static final int WORK_PER_TURN = 512;

    private final Shard shard;
    private final AudienceKey audience;
    private final int limit;
    private final Function<Subscriber, @Nullable T> visit;
    private final List<T> found = new ArrayList<>();
    private @Nullable List<Subscriber> members;
    private int next;

    /** Completed on the shard's loop, with what the visits returned but null. */
    final CompletableFuture<List<T>> result = new CompletableFuture<>();

    Walk(Shard shard, AudienceKey audience, int limit, Function<Subscriber, @Nullable T> visit) {
        this.shard = shard;
        this.audience = audience;
        this.limit = limit;
        this.visit = visit;
    }

    @Override
    Shard where() {
        return shard;
    }

    @Override
    void act() {
        try {
            if (isThrough()) {
                result.complete(found);
            } else {
                shard.loop().execute(this);
            }
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
            throw e;
        }
    }

    private boolean isThrough() {
        List<Subscriber> all = members;
        if (all == null) {
            all = shard.fanOut().members(audience, limit);
            members = all;
        }
        int work = 0;
        while (next < all.size() && work < WORK_PER_TURN) {
            Subscriber subscriber = all.get(next++);
            if (subscriber.isOpen()) {
                work += 1 + subscriber.audiences();
                T seen = visit.apply(subscriber);
                if (seen != null) {
                    found.add(seen);
                }
            }
        }
        return next == all.size();
    }
}
