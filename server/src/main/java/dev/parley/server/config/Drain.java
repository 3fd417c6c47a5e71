package dev.parley.server.config;

import java.time.Duration;

/** How the server lets go of its clients when it stops. */
public record Drain(
        @Setting(
                doc =
                        "Clients are disconnected at random moments of this time, so that they do not all come back to the next"
                                + " server at once; those of skapi-js at its end, as they come back once, three seconds later.",
                def = "2s",
                min = "0s",
                max = "10m")
        Duration spread,

        @Setting(
                doc = "After this time the server closes whatever is still open and ends. It must not be shorter than"
                        + " `drain.spread`.",
                def = "20s",
                min = "0s",
                max = "1h")
        Duration timeout) {}
