package dev.parley.server.webpush;

import dev.parley.core.Clock;
import dev.parley.server.delivery.Courier;
import dev.parley.server.delivery.DeliveryException;
import dev.parley.server.push.WayOutcomes;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells all browsers of an app, page by page: the next is read when most of the last have been tried, so that few are in memory and
 * other messages find room in the queue. Any thread.
 */
final class Broadcasts {

    /** Broadcasts that may be under way; more are dropped. */
    static final int MOST = 64;

    /** Lookups that may be under way. */
    private static final int AT_ONCE = 2;

    private static final String FIRST = "";

    private record Page(String app, String after, Payload payload) {}

    private final BrowserLookup lookup;
    private final Courier.Lane<Load> browsers;
    private final WayOutcomes<Load> counts;
    private final Clock clock;
    private final AtomicInteger running = new AtomicInteger();
    private final Courier.Lane<Page> pages;

    Broadcasts(
            Courier courier, BrowserLookup lookup, Courier.Lane<Load> browsers, WayOutcomes<Load> counts, Clock clock) {
        this.lookup = lookup;
        this.browsers = browsers;
        this.counts = counts;
        this.clock = clock;
        this.pages = courier.lane(
                (_, page) -> carry(page), AT_ONCE, new Outcomes.OfLookups<>(counts, running::decrementAndGet));
    }

    void start(String app, Payload payload) {
        if (running.incrementAndGet() > MOST) {
            running.decrementAndGet();
            counts.dropped();
        } else {
            pages.send(new Page(app, FIRST, payload));
        }
    }

    private void carry(Page page) throws DeliveryException, InterruptedException {
        long now = clock.nanos();
        BrowserLookup.Reachable found = lookup.page(page.app(), page.after());
        VapidKey key = found.key();
        int count = found.browsers().size();
        Runnable next = next(page, found);
        if (key == null || count == 0) {
            next.run();
            return;
        }
        Countdown most = new Countdown(count - count / 4, next);
        for (Browser browser : found.browsers()) {
            browsers.send(new Load(browser, key, page.payload(), now, most.one()));
        }
    }

    private Runnable next(Page page, BrowserLookup.Reachable found) {
        String last = found.last();
        return last == null ? running::decrementAndGet : () -> pages.send(new Page(page.app(), last, page.payload()));
    }
}
