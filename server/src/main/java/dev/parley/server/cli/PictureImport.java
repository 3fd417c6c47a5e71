package dev.parley.server.cli;

import dev.parley.server.config.Config;
import dev.parley.server.media.MediaException;
import dev.parley.server.media.MediaKind;
import dev.parley.server.media.MediaStore;
import dev.parley.server.rest.UploadedFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Takes over the pictures of users who are imported, from a folder; or leaves them all behind. One thread. */
final class PictureImport implements AutoCloseable {

    /** Where the server serves pictures of users (vchat 1). */
    private static final String SERVED = "/api/v1/public/profile/";

    private final @Nullable Path folder;
    private final @Nullable MediaStore media;

    private PictureImport(@Nullable Path folder, @Nullable MediaStore media) {
        this.folder = folder;
        this.media = media;
    }

    /** @param folder the other backend's folder of pictures; null to leave them */
    static PictureImport from(@Nullable Path folder, Config config) throws IOException {
        if (folder == null) {
            return new PictureImport(null, null);
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + " is not a folder");
        }
        return new PictureImport(folder, MediaStore.open(config, new SimpleMeterRegistry()));
    }

    /**
     * Keeps a copy of a picture for an app.
     *
     * @param file its name in the folder, never a path
     * @return the URL path under which it is served from now on; null if there is none, or it is no picture
     * @throws IOException if it cannot be read
     */
    @Nullable
    String take(String app, String file) throws IOException {
        Path path = folder == null ? null : folder.resolve(file);
        if (media == null || path == null || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        try {
            return SERVED
                    + media.keep(app, MediaKind.USER_PICTURE, new UploadedFile(path, file, Files.size(path)))
                            .toCompletableFuture()
                            .join()
                            .name();
        } catch (CompletionException e) {
            if (e.getCause() instanceof MediaException refused && refused.status() < 500) {
                return null;
            }
            throw new IOException(path + " could not be kept: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        if (media != null) {
            media.close();
        }
    }
}
