package dev.parley.server.rest;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder for files that are being sent. Each process has one of its own in {@code <data.dir>/media/incoming} and holds a lock
 * in it, so that the next one to start can tell what a killed process left behind from what another one still works with.
 */
final class Incoming implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Incoming.class);
    private static final String LOCK = ".lock";
    private static final int ATTEMPTS = 10;

    private final Path folder;
    private final FileChannel lock;

    private Incoming(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Makes a folder, and deletes those that nobody uses. Blocks. */
    static Incoming open(Path dataDir) throws IOException {
        Path parent = dataDir.resolve("media").resolve("incoming");
        Files.createDirectories(parent);
        try (DirectoryStream<Path> others = Files.newDirectoryStream(parent)) {
            for (Path other : others) {
                deleteIfLeft(other);
            }
        }
        for (int i = 0; i < ATTEMPTS; i++) {
            Path own = Files.createDirectory(parent.resolve(UUID.randomUUID().toString()));
            FileChannel channel = lock(own);
            if (channel != null) {
                return new Incoming(own, channel);
            }
        }
        throw new IOException("cannot lock a folder in " + parent + ": does another program work there?");
    }

    Path folder() {
        return folder;
    }

    private static @Nullable FileChannel lock(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            return null; // another process, which starts as well, has taken it for a leftover
        }
        try {
            FileLock held = channel.tryLock();
            if (held != null && Files.exists(folder.resolve(LOCK))) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            log.trace("{} belongs to this process", folder);
        }
        channel.close();
        return null;
    }

    private static void deleteIfLeft(Path other) throws IOException {
        if (!Files.isDirectory(other)) {
            Files.deleteIfExists(other);
            return;
        }
        try (FileChannel held = lock(other)) {
            if (held != null) {
                deleteAll(other);
            }
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        List<Path> files;
        try (var all = Files.list(folder)) {
            files = all.toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
        log.info("deleted what was left of {} upload(s)", files.size() - 1);
    }

    @Override
    public void close() {
        try (lock;
                var all = Files.list(folder)) {
            for (Path file : all.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            log.warn("{} was not deleted, the next start does it: {}", folder, e.toString());
        }
    }
}
