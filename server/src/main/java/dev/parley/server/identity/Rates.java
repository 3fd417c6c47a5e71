package dev.parley.server.identity;

import dev.parley.server.config.PublishRate;
import dev.parley.transport.Rate;

/** Rates of the settings as connections take them. */
public final class Rates {

    private static final double UNLIMITED = 1e15;

    private Rates() {}

    /** The same rate; 0 in the settings is no limit. */
    public static Rate of(PublishRate rate) {
        boolean anyEvents = rate.events() == 0;
        boolean anyBytes = rate.bytes() == 0;
        return new Rate(
                anyEvents ? UNLIMITED : rate.events(),
                anyEvents ? UNLIMITED : rate.eventBurst(),
                anyBytes ? UNLIMITED : (double) rate.bytes(),
                anyBytes ? UNLIMITED : (double) rate.byteBurst());
    }
}
