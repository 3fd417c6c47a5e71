package dev.parley.server.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

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
    private static final Pattern KEY = Pattern.compile("(ck|sk)_[A-Za-z0-9_-]{20,}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Reads the app's keys from the data folder; makes them, and the folder, if they are missing. Blocks on the disk.
     *
     * @throws IOException if the folder cannot be written, or a key file holds something else; the message says which
     */
    public static DefaultApp open(Path dataDir) throws IOException {
        if (!Files.isDirectory(dataDir)) {
            Files.createDirectories(dataDir, attributes(dataDir, "rwx------"));
        }
        String clientKey = key(dataDir.resolve(CLIENT_KEY_FILE), "ck_");
        Path serverKeyFile = dataDir.resolve(SERVER_KEY_FILE);
        String serverKey = key(serverKeyFile, "sk_");
        return new DefaultApp(app(clientKey, serverKey), serverKeyFile);
    }

    private static AppConfig app(String clientKey, String serverKey) {
        try {
            // Both keys are of the url-safe alphabet, so they need no quoting.
            return Config.parse("apps: [ { id: " + ID + ", clientKeys: [ { key: " + clientKey + " } ], serverKey: "
                            + serverKey + " } ]")
                    .apps()
                    .getFirst();
        } catch (ConfigException e) {
            throw new AssertionError("the default app is not valid", e);
        }
    }

    private static String key(Path file, String prefix) throws IOException {
        try {
            String key = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (!key.startsWith(prefix) || !KEY.matcher(key).matches()) {
                throw new FileSystemException(
                        file.toString(), null, "holds no key; delete it and the server makes a new one");
            }
            return key;
        } catch (NoSuchFileException e) {
            byte[] random = new byte[KEY_BYTES];
            RANDOM.nextBytes(random);
            String key = prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
            write(file, key + "\n");
            return key;
        }
    }

    /** Writes beside the file and renames, so that a crash leaves either nothing or the whole key. */
    private static void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path draft = Files.createTempFile(folder, ".key", ".tmp", attributes(file, "rw-------"));
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static FileAttribute<?>[] attributes(Path path, String mode) {
        Set<String> views = path.getFileSystem().supportedFileAttributeViews();
        return views.contains("posix")
                ? List.of(PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)))
                        .toArray(FileAttribute<?>[]::new)
                : new FileAttribute<?>[0];
    }
}
