package dev.parley.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The secret from which the server makes its keys: {@code identity.tokenSecret}, or what the data folder holds. Nobody uses it as it
 * is; each use makes a key of its own from it, with a label.
 */
public final class TokenSecret {

    /** The file in the data folder. */
    public static final String FILE = "token-secret";

    /** Of one that is made here. */
    private static final int BYTES = 32;

    private TokenSecret() {}

    /**
     * Reads it; makes it if it is missing. Blocks on the disk.
     *
     * @throws IOException if the data folder cannot be used; the message says what to do
     */
    public static byte[] open(Identity settings, Path dataDir) throws IOException {
        Secret secret = settings.tokenSecret();
        String text = secret == null ? KeyFile.open(dataDir.resolve(FILE), "", BYTES) : secret.reveal();
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
