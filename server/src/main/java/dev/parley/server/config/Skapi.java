package dev.parley.server.config;

import java.time.Duration;

/**
 * What apps that are Skapi services offer their clients.
 *
 * @param maxMessage bytes
 * @param maxNotification bytes
 */
public record Skapi(
        @Setting(
                doc = "The largest content of a realtime message. The client itself refuses more than 2 MiB.",
                def = "2MiB",
                unit = Setting.Unit.BYTES,
                min = "1KiB",
                max = "16MiB")
        int maxMessage,

        @Setting(
                doc =
                        "A realtime connection that has sent nothing for this long, and does not answer a ping, is closed. Clients send"
                                + " something every 15 s.",
                def = "60s",
                min = "1s",
                max = "1h")
        Duration idleTimeout,

        @Setting(
                doc = "How many groups a realtime connection may join in a minute; more are refused with an error.",
                def = "120",
                min = "1",
                max = "1000000")
        int joinsPerMinute,

        @Setting(
                doc =
                        "How many realtime connections a user may have; a further one closes the oldest. The client leaves connections"
                                + " behind when it connects twice.",
                def = "20",
                min = "1",
                max = "100000")
        int maxConnectionsPerUser,

        @Setting(
                doc = "The largest notification that may go with a message.",
                def = "3KiB",
                unit = Setting.Unit.BYTES,
                min = "256",
                max = "3KiB")
        int maxNotification,

        @Setting(
                doc =
                        "How many messages with a notification a user may send in a minute, over all its connections; more are sent"
                                + " without, and the client is told.",
                def = "60",
                min = "1",
                max = "1000000")
        int notificationsPerMinute,

        @Setting(
                doc =
                        "How many long lists may be worked out at once: of groups by number of users, which look at all groups of the"
                                + " app, and of the members of a group with more than 1,000. More are refused with 429.",
                def = "4",
                min = "1",
                max = "1000")
        int scans) {}
