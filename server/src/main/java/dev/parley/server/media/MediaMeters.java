package dev.parley.server.media;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts what is kept and what is not. Any thread. */
final class MediaMeters {

    private final MeterRegistry registry;
    private final Map<MediaKind, Counter> kept = new EnumMap<>(MediaKind.class);
    private final Counter bytes;

    MediaMeters(MeterRegistry registry) {
        this.registry = registry;
        for (MediaKind kind : MediaKind.values()) {
            kept.put(
                    kind,
                    Counter.builder("parley.media.kept")
                            .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                            .description("files that were taken")
                            .register(registry));
        }
        bytes = Counter.builder("parley.media.kept.bytes")
                .description("bytes of files that were taken")
                .register(registry);
    }

    void kept(MediaKind kind, long size) {
        Counter counter = kept.get(kind);
        if (counter != null) {
            counter.increment();
        }
        bytes.increment((double) size);
    }

    /** @param reason a {@link MediaException#code()}: there are few */
    void refused(String reason) {
        Counter.builder("parley.media.refused")
                .tag("reason", reason)
                .description("files that were not taken")
                .register(registry)
                .increment();
    }
}
