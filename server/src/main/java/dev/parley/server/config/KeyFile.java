package dev.parley.server.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keys that the server makes itself and keeps in files that only its own user may read. */
public final class KeyFile {

    private static final SecureRandom RANDOM = new SecureRandom();

    private KeyFile() {}

    /**
     * Reads a key; makes it, and the folder it lies in, if it is missing. Blocks on the disk.
     *
     * @param prefix what the key begins with
     * @param bytes how many random bytes follow, in url-safe base64
     * @throws IOException if the folder cannot be written, or the file holds something else; the message says which
     */
    public static String open(Path file, String prefix, int bytes) throws IOException {
        makeFolder(file.toAbsolutePath().getParent());
        try {
            return read(file, prefix);
        } catch (NoSuchFileException e) {
            byte[] random = new byte[bytes];
            RANDOM.nextBytes(random);
            write(file, prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
            return read(file, prefix);
        }
    }

    private static void makeFolder(@Nullable Path folder) throws IOException {
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder, attributes(folder, "rwx------"));
        }
    }

    private static String read(Path file, String prefix) throws IOException {
        String key = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (!Pattern.matches(Pattern.quote(prefix) + "[A-Za-z0-9_-]{20,}", key)) {
            throw new FileSystemException(
                    file.toString(), null, "holds no key; delete it and the server makes a new one");
        }
        return key;
    }

    /** Writes beside the file and links, so that a crash leaves nothing or the whole key, and of two processes one wins. */
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
            place(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void place(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // Another process was quicker; its key counts.
        } catch (UnsupportedOperationException | FileSystemException e) {
            // The file system knows no links. A move does not replace a file either.
            try {
                Files.move(draft, file);
            } catch (FileAlreadyExistsException there) {
                // As above.
            }
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
