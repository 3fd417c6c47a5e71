package dev.parley.client.testing;

import java.time.Duration;

/** What does not change while a fake server lives. */
record Settings(
        int port, Duration pingInterval, Duration pingTimeout, int maxPayload, boolean webSocket, Duration patience) {

    static final Settings DEFAULT =
            new Settings(0, Duration.ofSeconds(25), Duration.ofSeconds(20), 1_000_000, true, Duration.ofSeconds(10));

    Settings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + "; it must be 0 to 65535.");
        }
        if (maxPayload < 1) {
            throw new IllegalArgumentException("maxPayload is " + maxPayload + "; it must be at least 1.");
        }
        positive("pingInterval", pingInterval);
        positive("pingTimeout", pingTimeout);
        positive("patience", patience);
    }

    private static void positive(String name, Duration duration) {
        if (duration.toMillis() < 1) {
            throw new IllegalArgumentException(name + " is " + duration + "; it must be at least a millisecond.");
        }
    }
}
