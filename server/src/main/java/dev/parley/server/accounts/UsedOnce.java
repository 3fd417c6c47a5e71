package dev.parley.server.accounts;

import java.util.HashSet;
import java.util.Set;

/**
 * What has been used, for at least as long as it could be used again, in bounded memory. Any thread; in memory, so each process
 * remembers for itself.
 */
final class UsedOnce {

    private final long lifetime;
    private final int max;
    private Set<String> young = new HashSet<>();
    private Set<String> old = new HashSet<>();
    private long turned;

    /**
     * @param lifetime milliseconds after which a thing is no good any more by itself
     * @param max how many are remembered of those that were used within a lifetime
     */
    UsedOnce(long lifetime, int max, long now) {
        this.lifetime = lifetime;
        this.max = max;
        turned = now;
    }

    /**
     * Uses it; false if it was used before.
     *
     * @throws AccountException BUSY if no more can be remembered now
     */
    synchronized boolean use(String id, long now) {
        if (now - turned >= lifetime) {
            old = now - turned >= 2 * lifetime ? new HashSet<>() : young;
            young = new HashSet<>();
            turned = now;
        }
        if (old.contains(id) || young.contains(id)) {
            return false;
        }
        if (young.size() >= max) {
            throw new AccountException(AccountError.BUSY, Math.max(1, (lifetime - (now - turned) + 999) / 1000));
        }
        return young.add(id);
    }
}
