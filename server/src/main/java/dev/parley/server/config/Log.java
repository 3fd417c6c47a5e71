package dev.parley.server.config;

/** The log. */
public record Log(
        @Setting(doc = "The least severity that is written.", def = "info")
        Level level,

        @Setting(doc = "`text` for people, `json` (one object per line) for machines.", def = "text")
        Format format) {

    /** Severities, from the most talkative. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /** The shape of a line. */
    public enum Format {
        TEXT,
        JSON
    }
}
