package dev.parley.server.media;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypeException;
import org.apache.tika.mime.MimeTypes;
import org.jspecify.annotations.Nullable;

/** What a file is: told from its bytes when it comes, and from the ending it was given when it is served. */
final class ContentType {

    /** Anything. */
    static final String UNKNOWN = MimeTypes.OCTET_STREAM;

    private static final Map<String, String> PICTURES = Map.of(
            "jpg",
            "image/jpeg",
            "jpeg",
            "image/jpeg",
            "png",
            "image/png",
            "gif",
            "image/gif",
            "webp",
            "image/webp",
            "bmp",
            "image/bmp");

    private ContentType() {}

    /** Looks at the first bytes; a name would make the rest of what cannot be told. Blocks. */
    static String of(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            String type = MimeTypes.getDefaultMimeTypes()
                    .detect(in, new Metadata())
                    .getBaseType()
                    .toString();
            return type.equals(UNKNOWN) && isAac(in) ? "audio/aac" : type;
        }
    }

    /** AAC as recorders write it, without a container: twelve bits of sync, and the layer, which is 0. */
    private static boolean isAac(InputStream in) throws IOException {
        byte[] start = in.readNBytes(2);
        return start.length == 2 && start[0] == (byte) 0xff && (start[1] & 0xf6) == 0xf0;
    }

    /** What the ending of such a file usually is, or null. */
    static @Nullable String ending(String type) {
        try {
            String extension =
                    MimeTypes.getDefaultMimeTypes().getRegisteredMimeType(type).getExtension();
            return MediaName.sentEnding(extension);
        } catch (MimeTypeException e) {
            return null;
        }
    }

    /** The type under which a browser shows or plays what has this ending; null if it must not. */
    static @Nullable String shown(String ending) {
        String picture = PICTURES.get(ending);
        return picture == null ? Container.served(ending) : picture;
    }

    /** The type under which it is offered for saving. None that a browser would run, whatever it makes of the rest. */
    static String saved(String ending) {
        return ending.equals("pdf") ? "application/pdf" : UNKNOWN;
    }
}
