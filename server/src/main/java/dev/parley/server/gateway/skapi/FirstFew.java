package dev.parley.server.gateway.skapi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The first of many in some order, kept while the many pass by. Owned by one thread. */
final class FirstFew<T> {

    private final int most;
    private final Comparator<T> order;
    /** The last of them on top. */
    private final PriorityQueue<T> kept;

    FirstFew(int most, Comparator<T> order) {
        this.most = most;
        this.order = order;
        this.kept = new PriorityQueue<>(order.reversed());
    }

    void offer(T candidate) {
        T last = kept.size() < most ? null : kept.peek();
        if (last == null) {
            kept.add(candidate);
        } else if (order.compare(candidate, last) < 0) {
            kept.poll();
            kept.add(candidate);
        }
    }

    /** They, in order. */
    List<T> sorted() {
        List<T> sorted = new ArrayList<>(kept);
        sorted.sort(order);
        return sorted;
    }
}
