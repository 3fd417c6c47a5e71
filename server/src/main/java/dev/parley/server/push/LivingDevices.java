package dev.parley.server.push;

import dev.parley.core.Clock;
import dev.parley.server.delivery.Courier;
import dev.parley.server.delivery.DeliveryException;
import java.util.concurrent.TimeUnit;

/**
 * Lets a message through to a device that is still its user's. A message may have waited, for its turn or for another try, and the
 * phone may have changed hands meanwhile. Any thread; blocks.
 */
final class LivingDevices implements Courier.Way<FcmSender.Load> {

    /** How long what was read of a device is believed: less than the pause before another try. */
    private static final long BELIEVED = TimeUnit.MILLISECONDS.toNanos(500);

    private final DeviceLookup lookup;
    private final Clock clock;
    private final Courier.Way<FcmSender.Load> next;

    LivingDevices(DeviceLookup lookup, Clock clock, Courier.Way<FcmSender.Load> next) {
        this.lookup = lookup;
        this.clock = clock;
        this.next = next;
    }

    @Override
    public void carry(String id, FcmSender.Load load) throws DeliveryException, InterruptedException {
        if (clock.nanos() - load.foundAt() > BELIEVED && !lookup.isAlive(load.device())) {
            throw DeliveryException.gone("the session of the device has ended");
        }
        next.carry(id, load);
    }
}
