package dev.parley.server.identity;

import dev.parley.server.config.PublishRate;
import dev.parley.socketio.EngineOptions;

/** Rates of the settings as the Engine.IO layer takes them. */
public final class Rates {

    private static final double UNLIMITED = 1e15;

    private Rates() {}

    /** The same rate; 0 in the settings is no limit. */
    public static EngineOptions.Rate of(PublishRate rate) {
        boolean anyEvents = rate.events() == 0;
        boolean anyBytes = rate.bytes() == 0;
        return new EngineOptions.Rate(
                anyEvents ? UNLIMITED : rate.events(),
                anyEvents ? UNLIMITED : rate.eventBurst(),
                anyBytes ? UNLIMITED : (double) rate.bytes(),
                anyBytes ? UNLIMITED : (double) rate.byteBurst());
    }
}
