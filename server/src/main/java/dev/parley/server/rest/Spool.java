package dev.parley.server.rest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the files of one body, in order, beside the event loop that calls it. After a failure nothing more is written. Whatever was
 * begun is deleted by {@link #discard}, which may be called at any time, and is the last thing that happens.
 */
final class Spool {

    private static final Logger log = LoggerFactory.getLogger(Spool.class);
    /** After so many bytes the free space is looked at again. */
    private static final int CHECK_EVERY = 1024 * 1024;

    /**
     * Where the files go.
     *
     * @param keepFree bytes of the disk that stay free
     * @param disk runs what blocks
     */
    record Target(Path folder, long keepFree, Executor disk) {}

    private final Target target;
    /** Ends with what was asked for last; fails for good with the first thing that fails. */
    private CompletableFuture<Void> tail = CompletableFuture.completedFuture(null);

    /** These are touched by one task after the other. */
    private final List<Path> files = new ArrayList<>();

    private @Nullable FileChannel open;
    private int unchecked;

    Spool(Target target) {
        this.target = target;
    }

    private interface Work {
        void run() throws IOException;
    }

    private CompletionStage<Void> then(Work work) {
        tail = tail.thenRunAsync(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                target.disk());
        return tail;
    }

    /** Begins the next file. */
    void begin() {
        then(() -> {
            checkSpace();
            Path file = target.folder().resolve(UUID.randomUUID().toString());
            files.add(file);
            open = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        });
    }

    /** Writes to the file that was begun last. */
    CompletionStage<Void> write(byte[] bytes) {
        return then(() -> {
            FileChannel file = open;
            unchecked += bytes.length;
            if (unchecked >= CHECK_EVERY) {
                checkSpace();
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (file != null && buffer.hasRemaining()) {
                file.write(buffer);
            }
        });
    }

    /** Ends the file. */
    void end() {
        then(this::closeOpen);
    }

    /** The files in order, when all of them are written. */
    CompletionStage<List<Path>> written() {
        return tail.thenApply(all -> List.copyOf(files));
    }

    /** Deletes all files, after everything that was asked for. */
    void discard() {
        tail = tail.handleAsync(
                (done, failure) -> {
                    try {
                        closeOpen();
                    } catch (IOException e) {
                        log.debug("a file was not closed: {}", e.toString());
                    }
                    delete(files);
                    return null;
                },
                target.disk());
    }

    /** Deletes files that may be gone already. Blocks. */
    static void delete(List<Path> files) {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                log.warn("a file was not deleted, the next start does it: {}", e.toString());
            }
        }
    }

    private void checkSpace() throws IOException {
        unchecked = 0;
        if (Files.getFileStore(target.folder()).getUsableSpace() < target.keepFree()) {
            throw new CompletionException(new FormException(
                    507, "insufficient_storage", "The server has no space left for files (media.keepFree)."));
        }
    }

    private void closeOpen() throws IOException {
        FileChannel file = open;
        open = null;
        if (file != null) {
            file.close();
        }
    }
}
