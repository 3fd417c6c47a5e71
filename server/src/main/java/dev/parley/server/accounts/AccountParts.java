package dev.parley.server.accounts;

import dev.parley.core.Clock;
import dev.parley.server.config.Identity;
import dev.parley.server.config.TokenSecret;
import dev.parley.server.delivery.Deliveries;
import dev.parley.storage.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What accounts are made of.
 *
 * @param database with the schema {@code db/accounts}; stays open when the accounts are closed
 * @param baseUrl where clients reach this server, without a slash at the end: links in mails begin with it
 * @param dataDir where the secret that signs tokens is kept when the settings name none
 */
public record AccountParts(
        Database database,
        Identity settings,
        Clock clock,
        Deliveries deliveries,
        UserEvents events,
        Changes changes,
        Supplier<String> baseUrl,
        Path dataDir,
        MeterRegistry meters) {

    /** Class path folder with the schema, for {@link dev.parley.storage.DatabaseOptions#schemas}. */
    public static final String SCHEMA = "db/accounts";

    /** The file in the data folder with the secret that signs tokens. */
    public static final String SECRET_FILE = TokenSecret.FILE;

    /** See {@link TokenSecret#open}. Blocks on the disk. */
    byte[] tokenSecret() throws IOException {
        return TokenSecret.open(settings, dataDir);
    }
}
