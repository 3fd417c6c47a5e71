package dev.parley.bench.micro;

import dev.parley.core.AudienceKey;
import dev.parley.core.Envelope;
import dev.parley.core.Name;
import dev.parley.core.Position;
import dev.parley.core.Publication;
import dev.parley.core.Sender;
import dev.parley.protocol.Payload;
import java.nio.charset.StandardCharsets;

/** What the benchmarks send: a chat message of 128 bytes. */
final class Samples {
    static final String CONTENT =
            "{\"username\":\"Luke Skywalker\",\"sentAt\":\"2026-01-01T11:03:21.406Z\",\"message\":\"Let's have a Juma juice? In ten.\",\"n\":12345678}";

    private Samples() {}

    /** The event by which a client publishes, as the data of an Engine.IO text frame. */
    static byte[] publishing(String channel) {
        return ascii("42[\"message\",{\"channel\":\"" + channel + "\",\"eventName\":\"m\",\"message\":" + CONTENT
                + ",\"echo\":true}]");
    }

    /** What such an event becomes in the hub. */
    static Publication publication(String channel) {
        return new Publication.Message(
                new Envelope(
                        AudienceKey.channel("default", channel),
                        new Position(1, 1),
                        new Sender("sender", null),
                        true,
                        false),
                Name.of("m"),
                Payload.json(CONTENT));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
