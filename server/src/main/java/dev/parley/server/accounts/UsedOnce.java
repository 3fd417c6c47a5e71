package dev.parley.server.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.core.Clock;
import java.time.Duration;

/**
 * What has been used, for as long as it could be used again, in bounded memory: when that is full nothing is forgotten early, but no
 * more is taken. Any thread; in memory, so each process remembers for itself.
 */
final class UsedOnce {

    private final Duration lifetime;
    private final int max;
    private final Cache<String, Boolean> used;

    /**
     * @param lifetime after which a thing is no good any more by itself
     * @param max how many are remembered of those that were used within a lifetime; about
     */
    UsedOnce(Duration lifetime, int max, Clock clock) {
        this.lifetime = lifetime;
        this.max = max;
        this.used = Caffeine.newBuilder()
                .expireAfterWrite(lifetime)
                .ticker(clock::nanos)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Uses it; false if it was used before.
     *
     * @throws AccountException BUSY if no more can be remembered now
     */
    boolean use(String id) {
        if (used.estimatedSize() >= max) {
            used.cleanUp();
            if (used.estimatedSize() >= max && used.getIfPresent(id) == null) {
                throw new AccountException(AccountError.BUSY, lifetime.toSeconds());
            }
        }
        return used.asMap().putIfAbsent(id, Boolean.TRUE) == null;
    }
}
