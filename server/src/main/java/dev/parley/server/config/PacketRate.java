package dev.parley.server.config;

import java.time.Duration;

/**
 * How many packets clients together may send to an app before the rest is dropped.
 *
 * @param perIp packets of all connections from one address in a window; 0 for no limit
 * @param perUser packets of all connections of one user in a window; 0 for no limit
 */
public record PacketRate(
        @Setting(
                doc = "Packets that all connections from one address may send in a window; what is above it is dropped."
                        + " 0 for no limit: many people may share an address.",
                def = "0",
                min = "0",
                max = "1000000000")
        int perIp,

        @Setting(
                doc =
                        "Packets that all connections of one user may send in a window; what is above it is dropped. 0 for no"
                                + " limit.",
                def = "0",
                min = "0",
                max = "1000000000")
        int perUser,

        @Setting(doc = "The window.", def = "60s", min = "1s", max = "1h")
        Duration window) {}
