package dev.parley.server.media;

import dev.parley.server.config.Config;
import dev.parley.server.config.Media;
import dev.parley.server.rest.UploadedFile;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the files of apps. Any thread; nothing blocks. Stages fail with {@link MediaException} when a file is not taken. */
public final class MediaStore implements AutoCloseable {

    /** What users without a picture have (vchat 6). */
    public static final String DEFAULT_USER_PICTURE = "default_user_image.png";

    /** What groups without a picture have. */
    public static final String DEFAULT_GROUP_PICTURE = "default_group_image.png";

    private static final long SECONDS_TO_END = 3;
    private static final Logger log = LoggerFactory.getLogger(MediaStore.class);

    private final AppFolders folders;
    private final Intake intake;
    private final MediaMeters meters;
    /** For pictures, whose work is the processor's. */
    private final ThreadPoolExecutor pictures;
    /** For the rest, whose work is the disk's. */
    private final ExecutorService disk = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("media-", 0).factory());

    private MediaStore(AppFolders folders, Media settings, MediaMeters meters) {
        int threads = settings.imageThreads() > 0
                ? settings.imageThreads()
                : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.folders = folders;
        this.meters = meters;
        intake = new Intake(folders, settings, threads);
        pictures = new ThreadPoolExecutor(
                threads,
                threads,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(settings.imageQueue()),
                Thread.ofPlatform().daemon().name("parley-picture-", 0).factory());
        pictures.allowCoreThreadTimeOut(true);
    }

    /**
     * Uses {@code <data.dir>/media}, which is made if it is missing. Blocks.
     *
     * @throws IOException if it cannot be used
     */
    public static MediaStore open(Config config, MeterRegistry registry) throws IOException {
        return new MediaStore(AppFolders.open(config.data().dir()), config.media(), new MediaMeters(registry));
    }

    /**
     * Takes a file over, if it is what it shall be. When the stage completes the file is on the disk to stay, whatever happens to
     * the process. What is not taken stays the form's, which deletes it.
     */
    public CompletionStage<StoredFile> keep(String app, MediaKind kind, UploadedFile file) {
        Executor thread = switch (kind) {
            case USER_PICTURE, GROUP_PICTURE, IMAGE -> pictures;
            case VOICE, VIDEO, FILE -> disk;
        };
        CompletableFuture<StoredFile> kept = new CompletableFuture<>();
        try {
            thread.execute(new Task(this, app, kind, file, kept));
        } catch (RejectedExecutionException e) {
            refuse(
                    kept,
                    pictures.isShutdown()
                            ? ending()
                            : new MediaException(
                                    429, "too_many_requests", "Too many pictures are being worked on; try again."));
        }
        return kept;
    }

    private record Task(
            MediaStore store, String app, MediaKind kind, UploadedFile file, CompletableFuture<StoredFile> kept)
            implements Runnable {
        @Override
        public void run() {
            store.take(app, kind, file, kept);
        }
    }

    private static MediaException ending() {
        return new MediaException(503, "service_unavailable", "The server is ending; try again.");
    }

    /** Answers whatever happens: a decoder may fail with more than exceptions. */
    private void take(String app, MediaKind kind, UploadedFile file, CompletableFuture<StoredFile> kept) {
        try {
            StoredFile stored = intake.take(app, kind, file);
            meters.kept(kind, stored.size());
            kept.complete(stored);
        } catch (MediaException e) {
            refuse(kept, e);
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            refuse(kept, ending());
        } catch (Throwable e) {
            log.warn("a file could not be kept: {}", withoutName(e), e instanceof FileSystemException ? null : e);
            refuse(
                    kept,
                    new MediaException(
                            500, "internal_server_error", "The server failed to keep the file; its log knows why."));
        }
    }

    private void refuse(CompletableFuture<StoredFile> kept, MediaException why) {
        try {
            meters.refused(why.code());
        } finally {
            kept.completeExceptionally(why);
        }
    }

    /** Deletes files that {@link #keep} has given back and that nothing refers to. Does not wait for it. */
    public void discard(String app, List<StoredFile> files) {
        beside(() -> {
            for (StoredFile file : files) {
                String folder = MediaName.folderOf(file.name());
                if (folder != null) {
                    delete(folders.file(app, folder, file.name()));
                }
            }
        });
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("a file that nothing refers to was not deleted: {}", withoutName(e));
        }
    }

    /** What went wrong. Who can read a file's name can read the file, so it is in no log. */
    static String withoutName(Throwable e) {
        String kind = e.getClass().getSimpleName();
        return e instanceof FileSystemException known ? kind + " " + known.getReason() : kind;
    }

    /** Deletes all files of an app that is gone. Does not wait for it. */
    public void removed(String app) {
        beside(() -> folders.remove(app));
    }

    /** Runs work that blocks. */
    void beside(Runnable work) {
        try {
            disk.execute(work);
        } catch (RejectedExecutionException e) {
            log.debug("too late: the server has ended");
        }
    }

    /** Where a file of this name would lie. */
    Path file(String app, String folder, String name) {
        return folders.file(app, folder, name);
    }

    /** Nothing is taken any more. Ends the work on pictures, and waits a few seconds for it and for the disk. */
    @Override
    public void close() {
        for (Runnable waiting : pictures.shutdownNow()) {
            if (waiting instanceof Task task) {
                refuse(task.kept, ending());
            }
        }
        disk.shutdown();
        try {
            boolean filesEnded = disk.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
            boolean picturesEnded = pictures.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
            if (!filesEnded || !picturesEnded) {
                log.warn("files were still being worked on when the server ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            disk.shutdownNow();
        }
    }
}
