package dev.parley.server.media;

import dev.parley.server.config.Media;
import dev.parley.server.rest.UploadedFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Looks at a file that came, makes of it what is kept, and puts that in its place. Any thread; blocks. */
final class Intake {

    /** The part of the heap that all decoders together may take. */
    private static final int HEAP_SHARE = 4;

    private final AppFolders folders;
    private final Media settings;
    private final long decodingMemory;

    /** @param threads that call at once with pictures */
    Intake(AppFolders folders, Media settings, int threads) {
        this.folders = folders;
        this.settings = settings;
        this.decodingMemory = Runtime.getRuntime().maxMemory() / HEAP_SHARE / threads;
    }

    /** @throws MediaException if it is not what it shall be */
    StoredFile take(String app, MediaKind kind, UploadedFile file) throws IOException {
        if (file.size() == 0) {
            throw new MediaException(400, "empty_file", "The file is empty.");
        }
        String type = ContentType.of(file.path());
        return switch (kind) {
            case USER_PICTURE, GROUP_PICTURE -> thumbnail(app, kind, file, type);
            case IMAGE -> image(app, file, type);
            case VIDEO, VOICE -> move(app, kind, file, played(kind, type, MediaName.sentEnding(file.fileName())));
            case FILE -> move(app, kind, file, anyEnding(file, type));
        };
    }

    private StoredFile thumbnail(String app, MediaKind kind, UploadedFile file, String type) throws IOException {
        if (file.size() > settings.pictureBytes()) {
            throw new MediaException(
                    413,
                    "picture_too_large",
                    "The picture has more than " + settings.pictureBytes() + " bytes (media.pictureBytes).");
        }
        Picture picture = Picture.of(file.path(), type, settings.picturePixels());
        picture.checkWork(decodingMemory);
        BufferedImage thumbnail = picture.thumbnail(settings.thumbnailSize());
        String name = MediaName.random(kind, "jpg");
        Path made = folders.file(app, MediaName.folder(kind), name);
        folders.write(made, out -> Picture.write(thumbnail, out));
        return new StoredFile(name, Files.size(made), thumbnail.getWidth(), thumbnail.getHeight());
    }

    private StoredFile image(String app, UploadedFile file, String type) throws IOException {
        Picture picture = Picture.of(file.path(), type, settings.picturePixels());
        StoredFile moved = move(app, MediaKind.IMAGE, file, picture.ending());
        return new StoredFile(moved.name(), moved.size(), picture.seenWidth(), picture.seenHeight());
    }

    private StoredFile move(String app, MediaKind kind, UploadedFile file, String ending) throws IOException {
        String name = MediaName.random(kind, ending);
        folders.keep(file.path(), folders.file(app, MediaName.folder(kind), name));
        return new StoredFile(name, file.size(), 0, 0);
    }

    private static String played(MediaKind kind, String type, @Nullable String sent) {
        boolean film = kind == MediaKind.VIDEO;
        String ending = Container.ending(type, film, sent);
        if (ending == null) {
            throw new MediaException(415, "unsupported_media_type", "The file is no " + (film ? "video." : "sound."));
        }
        return ending;
    }

    private static String anyEnding(UploadedFile file, String type) {
        String sent = MediaName.sentEnding(file.fileName());
        String usual = sent == null ? ContentType.ending(type) : sent;
        return usual == null ? "bin" : usual;
    }
}
