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

    /** The service id by which skapi-js names the app, the same everywhere: it is no secret. */
    public static final String SKAPI_SERVICE = "us31parley00";

    /** The owner's id that skapi-js passes with it. */
    public static final String SKAPI_OWNER = "a1b2c3d4-0000-4000-8000-000000000001";

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
        // Both keys are of the url-safe alphabet, so they need no quoting.
        return new DefaultApp(
                app(", clientKeys: [ { key: " + clientKey + " } ], serverKey: " + serverKey + ", vchat: true"),
                serverKeyFile);
    }

    /** What is known of the app without the data folder: not its keys, nor whether it is there. */
    public static AppConfig withoutKeys() {
        return app("");
    }

    private static AppConfig app(String more) {
        try {
            return Config.parse("apps: [ { id: " + ID + more + ", skapi: { service: " + SKAPI_SERVICE + ", owner: "
                            + SKAPI_OWNER + " } } ]")
                    .apps()
                    .getFirst();
        } catch (ConfigException e) {
            throw new AssertionError("the default app is not valid", e);
        }
    }
}
