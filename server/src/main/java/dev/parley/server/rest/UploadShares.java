package dev.parley.server.rest;

import dev.parley.server.identity.Addresses;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who sends forms: only so many at once, and of one address a quarter of them, so that a few slow senders shut nobody else out. Any
 * thread. Holds addresses only while they send.
 */
final class UploadShares {

    private static final int LEAST_SHARE = 4;

    private final int most;
    private final int share;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> addresses = new ConcurrentHashMap<>();

    UploadShares(int most) {
        this.most = most;
        this.share = Math.max(LEAST_SHARE, most / 4);
    }

    /**
     * Takes a place.
     *
     * @return gives it back, to be run once; null if there is none
     */
    @Nullable
    Runnable take(@Nullable InetAddress address) {
        if (all.incrementAndGet() > most) {
            all.decrementAndGet();
            return null;
        }
        String network = Addresses.network(address);
        if (addresses.merge(network, 1, Integer::sum) > share) {
            give(network);
            return null;
        }
        return () -> give(network);
    }

    private void give(String network) {
        addresses.computeIfPresent(network, (_, count) -> count == 1 ? null : count - 1);
        all.decrementAndGet();
    }

    int taken() {
        return all.get();
    }
}
