package dev.parley.server.push;

import dev.parley.core.Clock;
import dev.parley.server.delivery.Courier;
import dev.parley.server.delivery.DeliveryException;

/**
 * The first part of a message's way over FCM: finds its users' devices and sends it on to each. A few of these wait for the database
 * at once, however many messages there are, so that others get their turn with it.
 */
final class FcmDevices implements Courier.Way<Telling> {

    /** Lookups that may be under way. */
    static final int AT_ONCE = 8;

    private final DeviceLookup lookup;
    private final Clock clock;
    private final Courier.Lane<FcmSender.Load> devices;

    FcmDevices(DeviceLookup lookup, Clock clock, Courier.Lane<FcmSender.Load> devices) {
        this.lookup = lookup;
        this.clock = clock;
        this.devices = devices;
    }

    @Override
    public void carry(String id, Telling telling) throws DeliveryException, InterruptedException {
        long now = clock.nanos();
        var alive = lookup.alive(telling.app(), telling.users());
        if (!alive.isEmpty()) {
            FcmMessage message = FcmMessage.of(telling.content());
            alive.forEach(device -> devices.send(new FcmSender.Load(device, message, now)));
        }
    }
}
