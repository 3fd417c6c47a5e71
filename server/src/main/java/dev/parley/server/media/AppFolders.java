package dev.parley.server.media;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the files of apps lie: {@code <data.dir>/media/<app>/profile} and {@code /messages}. Any thread; everything blocks. */
final class AppFolders {

    private static final Logger log = LoggerFactory.getLogger(AppFolders.class);
    private static final String GONE = "gone-";
    private static final int SHOWN = 40;
    private static final int HASH_BYTES = 8;

    private final Path root;

    private AppFolders(Path root) {
        this.root = root;
    }

    /** Makes the folder, and deletes what is left of apps that are gone. */
    static AppFolders open(Path dataDir) throws IOException {
        Path root = dataDir.resolve("media");
        Files.createDirectories(root, OwnerOnly.folder(root));
        try (DirectoryStream<Path> left = Files.newDirectoryStream(root, GONE + "*")) {
            for (Path folder : left) {
                deleteAll(folder);
            }
        }
        return new AppFolders(root);
    }

    /**
     * The folder of an app. Ids may be {@code ..}, or differ in nothing but case, so its name is what can be read of the id, and a
     * hash that tells it from all others.
     */
    Path of(String app) {
        String shown = app.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
        return root.resolve("app-" + shown.substring(0, Math.min(SHOWN, shown.length())) + "-" + hash(app));
    }

    private static String hash(String app) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(app.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    Path file(String app, String folder, String name) {
        return of(app).resolve(folder).resolve(name);
    }

    /** Moves a file to its place; it is there after any crash from now on. */
    void keep(Path from, Path to) throws IOException {
        OwnerOnly.limit(from);
        force(from, StandardOpenOption.WRITE);
        Path folder = madeFolder(to);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        force(folder, StandardOpenOption.READ);
    }

    /** What a file is to hold. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file in its place, where nobody can know its name before this returns; it is there after any crash from then on.
     * If it fails, nothing is left.
     */
    void write(Path to, Content content) throws IOException {
        Path folder = madeFolder(to);
        boolean written = false;
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel file = FileChannel.open(to, options, OwnerOnly.file(to));
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file))) {
            content.writeTo(out);
            out.flush();
            file.force(true);
            force(folder, StandardOpenOption.READ);
            written = true;
        } finally {
            if (!written) {
                Files.deleteIfExists(to);
            }
        }
    }

    private static Path madeFolder(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder == null) {
            throw new IOException("a file needs a folder");
        }
        create(folder);
        return folder;
    }

    /** Makes a folder so that it outlasts a crash, with those it lies in. */
    private static void create(Path folder) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        Path above = folder;
        while (above != null && !Files.isDirectory(above)) {
            missing.push(above);
            above = above.getParent();
        }
        Files.createDirectories(folder, OwnerOnly.folder(folder));
        for (Path made : missing) {
            Path parent = made.getParent();
            if (parent != null) {
                force(parent, StandardOpenOption.READ);
            }
        }
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    /** Deletes everything of an app. From its first moment on nothing of it is found any more. */
    void remove(String app) {
        Path gone = root.resolve(GONE + UUID.randomUUID());
        try {
            if (Files.isDirectory(of(app))) {
                Files.move(of(app), gone, StandardCopyOption.ATOMIC_MOVE);
                deleteAll(gone);
            }
        } catch (IOException e) {
            log.warn("the files of app {} were not all deleted, the next start does it: {}", app, e.toString());
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE; // another process deletes as well
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
