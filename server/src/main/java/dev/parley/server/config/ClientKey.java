package dev.parley.server.config;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key that an app's clients carry. It is handed to every client, so it is not a secret.
 *
 * @param expires null for never
 * @param allowedOrigins empty for any
 * @param allowedIps empty for any
 */
public record ClientKey(
        @Setting(
                doc = "The key itself, 1 to 256 printable ASCII characters without spaces. Two apps may use the same.",
                required = true)
        String key,

        @Setting(doc = "Whether the key may be used for realtime connections.", def = "true")
        boolean realtime,

        @Setting(doc = "When the key stops working, such as `2030-01-31T00:00:00Z`. Without it: never.") @Nullable
        Instant expires,

        @Setting(doc = "Web origins from which the key may be used, such as `https://example.com`. Empty: any.")
        List<Origin> allowedOrigins,

        @Setting(doc = "Addresses and networks from which the key may be used. Empty: any.")
        List<Cidr> allowedIps,

        @Setting(doc = "Whether clients with this key must also present a valid session.", def = "false")
        boolean enforceSession) {

    /** Copies the lists. */
    public ClientKey {
        allowedOrigins = List.copyOf(allowedOrigins);
        allowedIps = List.copyOf(allowedIps);
    }

    /** A key for realtime that never expires and works from anywhere. */
    public static ClientKey unrestricted(String key) {
        return new ClientKey(key, true, null, List.of(), List.of(), false);
    }
}
