package dev.parley.server.webpush;

import dev.parley.core.Clock;
import dev.parley.server.delivery.Courier;
import dev.parley.server.delivery.DeliveryException;
import java.util.concurrent.TimeUnit;

/**
 * Lets a message through to a browser that is still its user's. A message may have waited, for its turn or for another try, and
 * somebody else may use the browser by now. Any thread; blocks.
 */
final class LivingBrowsers implements Courier.Way<Load> {

    /** How long what was read of a browser is believed: long enough for some hundred messages to leave without a query each. */
    private static final long BELIEVED = TimeUnit.SECONDS.toNanos(2);

    private final BrowserLookup lookup;
    private final Clock clock;
    private final Courier.Way<Load> next;

    LivingBrowsers(BrowserLookup lookup, Clock clock, Courier.Way<Load> next) {
        this.lookup = lookup;
        this.clock = clock;
        this.next = next;
    }

    @Override
    public void carry(String id, Load load) throws DeliveryException, InterruptedException {
        if (clock.nanos() - load.foundAt() > BELIEVED && !lookup.isStill(load.browser())) {
            throw DeliveryException.lasting(
                    "it waited, and the browser is somebody else's or its user disabled by now");
        }
        next.carry(id, load);
    }
}
