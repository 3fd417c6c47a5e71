package dev.parley.server.gateway.vchat;

import dev.parley.chat.MessageType;
import dev.parley.server.identity.App;
import dev.parley.server.media.MediaException;
import dev.parley.server.media.MediaKind;
import dev.parley.server.media.MediaStore;
import dev.parley.server.media.StoredFile;
import dev.parley.server.rest.UploadedFile;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeps the files of a message: one, or a picture and a video (vchat 3, "M2/M3 payloads"). Any thread; nothing blocks. */
final class MessageFiles {

    private static final int NOT_OF_THIS_KIND = 415;

    private final MediaStore media;

    MessageFiles(MediaStore media) {
        this.media = media;
    }

    /**
     * What was kept.
     *
     * @param main what the message is about
     * @param fileName what the sender calls it
     * @param picture what stands for a video; null of anything else
     */
    record Kept(StoredFile main, String fileName, @Nullable StoredFile picture) {

        List<StoredFile> all() {
            return picture == null ? List.of(main) : List.of(picture, main);
        }
    }

    /** How many files a message has. */
    static int needed(MessageType type) {
        return switch (type) {
            case IMAGE, VOICE, FILE -> 1;
            case VIDEO -> 2;
            default -> 0;
        };
    }

    /** @param files as many as are {@link #needed} */
    CompletionStage<Kept> keep(App app, MessageType type, List<UploadedFile> files) {
        return switch (type) {
            case IMAGE -> one(app, MediaKind.IMAGE, files.getFirst());
            case VOICE -> one(app, MediaKind.VOICE, files.getFirst());
            case FILE -> one(app, MediaKind.FILE, files.getFirst());
            case VIDEO -> video(app, files.getFirst(), files.getLast());
            default -> throw new IllegalArgumentException(type + " has no files");
        };
    }

    private CompletionStage<Kept> one(App app, MediaKind kind, UploadedFile file) {
        return media.keep(app.id(), kind, file).thenApply(kept -> new Kept(kept, file.fileName(), null));
    }

    /** A picture that has been kept, and the video it stands for. */
    private record Shown(StoredFile picture, UploadedFile video) {}

    /** The picture comes first; if that is none, perhaps they came the other way round. */
    private CompletionStage<Kept> video(App app, UploadedFile first, UploadedFile second) {
        return media.keep(app.id(), MediaKind.IMAGE, first)
                .thenApply(picture -> new Shown(picture, second))
                .exceptionallyCompose(failure -> isNoPicture(failure)
                        ? media.keep(app.id(), MediaKind.IMAGE, second).thenApply(picture -> new Shown(picture, first))
                        : CompletableFuture.failedStage(failure))
                .thenCompose(shown -> film(app, shown));
    }

    private static boolean isNoPicture(Throwable failure) {
        return Failures.cause(failure) instanceof MediaException refused && refused.status() == NOT_OF_THIS_KIND;
    }

    private CompletionStage<Kept> film(App app, Shown shown) {
        return media.keep(app.id(), MediaKind.VIDEO, shown.video())
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        media.discard(app.id(), List.of(shown.picture()));
                    }
                })
                .thenApply(film -> new Kept(film, shown.video().fileName(), shown.picture()));
    }
}
