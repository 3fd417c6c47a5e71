package dev.parley.server.config;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The app of a server that has none in its settings.
 *
 * @param app the app, with one client key and one server key
 * @param serverKeyFile where its server key can be read
 */
public record DefaultApp(AppConfig app, Path serverKeyFile) {
    /** The app's id. */
    public static final String ID = "default";

    private static final String CLIENT_KEY_FILE = "client-key";
    private static final String SERVER_KEY_FILE = "server-key";
    private static final int KEY_BYTES = 24;

    /**
     * Reads the app's keys from the data folder; makes them, and the folder, if they are missing. Blocks on the disk.
     *
     * @throws IOException if the folder cannot be written, or a key file holds something else; the message says which
     */
    public static DefaultApp open(Path dataDir) throws IOException {
        String clientKey = KeyFile.open(dataDir.resolve(CLIENT_KEY_FILE), "ck_", KEY_BYTES);
        Path serverKeyFile = dataDir.resolve(SERVER_KEY_FILE);
        String serverKey = KeyFile.open(serverKeyFile, "sk_", KEY_BYTES);
        return new DefaultApp(app(clientKey, serverKey), serverKeyFile);
    }

    private static AppConfig app(String clientKey, String serverKey) {
        try {
            // Both keys are of the url-safe alphabet, so they need no quoting.
            return Config.parse("apps: [ { id: " + ID + ", clientKeys: [ { key: " + clientKey + " } ], serverKey: "
                            + serverKey + ", vchat: true } ]")
                    .apps()
                    .getFirst();
        } catch (ConfigException e) {
            throw new AssertionError("the default app is not valid", e);
        }
    }
}
