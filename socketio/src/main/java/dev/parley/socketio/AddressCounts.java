package dev.parley.socketio;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many of something each client address has. Any thread; an address with none takes no memory. */
final class AddressCounts {

    private final int limit;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    AddressCounts(int limit) {
        this.limit = limit;
    }

    boolean isFull(String address) {
        return counts.getOrDefault(address, 0) >= limit;
    }

    void add(String address) {
        counts.merge(address, 1, Integer::sum);
    }

    void remove(String address) {
        counts.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }
}
