package dev.parley.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client key may do.
 *
 * @param realtime whether sockets may use it
 * @param expires when it stops working; null for never
 * @param allowedOrigins the web pages' origins it works from, unmodifiable; empty for all
 * @param allowedIps the addresses and networks it works from, unmodifiable; empty for all
 * @param enforceSession whether a client needs a session besides
 */
public record KeySettings(
        boolean realtime,
        @Nullable Instant expires,
        List<String> allowedOrigins,
        List<String> allowedIps,
        boolean enforceSession) {

    static KeySettings read(JsonIn in) {
        return new KeySettings(
                in.flag("realtime"),
                in.timeOrNull("expires"),
                in.texts("allowedOrigins"),
                in.texts("allowedIps"),
                in.flag("enforceSession"));
    }
}
