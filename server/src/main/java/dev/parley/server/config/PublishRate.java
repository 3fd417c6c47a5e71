package dev.parley.server.config;

/**
 * How fast one connection may publish: a token bucket for events and one for bytes.
 *
 * @param events events per second; 0 turns this bucket off
 * @param eventBurst events
 * @param bytes bytes of payload per second; 0 turns this bucket off
 * @param byteBurst bytes
 */
public record PublishRate(
        @Setting(
                doc = "Events a connection may send per second in the long run; 0 for no limit.",
                def = "5000",
                min = "0",
                max = "10000000")
        int events,

        @Setting(
                doc = "Events a connection may send at once after it was quiet.",
                def = "20000",
                min = "1",
                max = "10000000")
        int eventBurst,

        @Setting(
                doc = "Bytes of payload a connection may send per second in the long run; 0 for no limit.",
                def = "8MiB",
                unit = Setting.Unit.BYTES,
                min = "0",
                max = "10GB")
        long bytes,

        @Setting(
                doc = "Bytes of payload a connection may send at once after it was quiet. A message larger than this"
                        + " passes when the bucket is full.",
                def = "32MiB",
                unit = Setting.Unit.BYTES,
                min = "1KiB",
                max = "10GB")
        long byteBurst) {}
