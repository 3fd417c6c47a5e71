package dev.parley.server.gateway.vchat;

import dev.parley.server.identity.App;
import dev.parley.server.media.MediaKind;
import dev.parley.server.media.MediaStore;
import dev.parley.server.media.StoredFile;
import dev.parley.server.rest.UploadedFile;
import dev.parley.storage.DatabaseUnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores what refers to a file after the file itself, so that nothing refers to a file that is not there. If that fails, the file is
 * deleted. Any thread; nothing blocks.
 */
final class Storing {

    private static final String FILE = "file";

    private final MediaStore media;

    Storing(MediaStore media) {
        this.media = media;
    }

    /** The one file of a call; null if there is none. */
    static @Nullable UploadedFile file(Call call) {
        List<UploadedFile> files = files(call);
        if (files.size() > 1) {
            throw CallException.invalid("'" + FILE + "' must be one file.");
        }
        return files.isEmpty() ? null : files.getFirst();
    }

    /** The files of a call in the order they came. */
    static List<UploadedFile> files(Call call) {
        return call.form().files(FILE);
    }

    /**
     * Keeps a picture, if there is one, while what refers to it is stored.
     *
     * @param work gets the picture's name, or null
     */
    <T> CompletionStage<T> withPicture(
            App app,
            MediaKind kind,
            @Nullable UploadedFile picture,
            Function<@Nullable String, CompletionStage<T>> work) {
        if (picture == null) {
            return work.apply(null);
        }
        return media.keep(app.id(), kind, picture)
                .thenCompose(kept -> orDiscard(app, List.of(kept), () -> work.apply(kept.name())));
    }

    /** Does what refers to files; deletes them if it fails. */
    <T> CompletionStage<T> orDiscard(App app, List<StoredFile> kept, Supplier<CompletionStage<T>> work) {
        CompletionStage<T> done;
        try {
            done = work.get();
        } catch (RuntimeException e) {
            done = CompletableFuture.failedStage(e);
        }
        return done.whenComplete((_, failure) -> {
            // A commit whose answer was lost may have happened; better a file too many than one too few.
            if (failure != null && !(Failures.cause(failure) instanceof DatabaseUnavailableException)) {
                media.discard(app.id(), kept);
            }
        });
    }
}
