package dev.parley.server.media;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What sound and film come in, as far as their bytes tell: most of these hold one or the other. Listed are the types of the bytes,
 * and the endings that players know for films and for sounds; the first one is taken if the sender's fits nothing.
 */
enum Container {
    ISO(
            "video/mp4 audio/mp4 application/mp4 video/quicktime video/x-m4v video/3gpp video/3gpp2 audio/3gpp",
            "mp4 m4v mov 3gp 3g2",
            "m4a mp4 aac 3gp 3ga m4b"),
    MATROSKA(
            "application/x-matroska video/x-matroska video/webm audio/webm audio/x-matroska",
            "webm mkv",
            "webm weba mka"),
    OGG(
            "application/ogg audio/ogg audio/opus audio/vorbis audio/speex video/ogg video/theora",
            "ogv ogg",
            "ogg oga opus"),
    MPEG_AUDIO("audio/mpeg", "", "mp3"),
    AAC("audio/aac audio/x-aac", "", "aac"),
    AMR("audio/amr audio/amr-wb", "", "amr 3ga"),
    WAVE("audio/vnd.wave audio/wav audio/x-wav", "", "wav"),
    FLAC("audio/x-flac audio/flac", "", "flac"),
    CORE_AUDIO("audio/x-caf", "", "caf"),
    AVI("video/x-msvideo", "avi", ""),
    MPEG("video/mpeg", "mpg mpeg", ""),
    FLASH("video/x-flv", "flv", ""),
    WINDOWS("video/x-ms-asf video/x-ms-wmv audio/x-ms-wma", "wmv asf", "wma");

    /** Types by which a browser plays it, of the endings above. */
    private static final Map<String, String> SERVED = Map.ofEntries(
            Map.entry("mp4", "video/mp4"),
            Map.entry("m4v", "video/mp4"),
            Map.entry("mov", "video/quicktime"),
            Map.entry("3gp", "video/3gpp"),
            Map.entry("3g2", "video/3gpp2"),
            Map.entry("m4a", "audio/mp4"),
            Map.entry("m4b", "audio/mp4"),
            Map.entry("3ga", "audio/3gpp"),
            Map.entry("webm", "video/webm"),
            Map.entry("mkv", "video/x-matroska"),
            Map.entry("weba", "audio/webm"),
            Map.entry("mka", "audio/x-matroska"),
            Map.entry("ogv", "video/ogg"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("oga", "audio/ogg"),
            Map.entry("opus", "audio/ogg"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("aac", "audio/aac"),
            Map.entry("amr", "audio/amr"),
            Map.entry("wav", "audio/wav"),
            Map.entry("flac", "audio/flac"),
            Map.entry("caf", "audio/x-caf"),
            Map.entry("avi", "video/x-msvideo"),
            Map.entry("mpg", "video/mpeg"),
            Map.entry("mpeg", "video/mpeg"),
            Map.entry("flv", "video/x-flv"),
            Map.entry("wmv", "video/x-ms-wmv"),
            Map.entry("asf", "video/x-ms-asf"),
            Map.entry("wma", "audio/x-ms-wma"));

    private final String types;
    private final String films;
    private final String sounds;

    Container(String types, String films, String sounds) {
        this.types = types;
        this.films = films;
        this.sounds = sounds;
    }

    /** The content type of what has this ending, or null if it is none of these. */
    static @Nullable String served(String ending) {
        return SERVED.get(ending);
    }

    /**
     * The ending of a film or a sound.
     *
     * @param type what the bytes are
     * @param wanted the sender's ending, or null
     * @return null if these bytes are no such thing
     */
    static @Nullable String ending(String type, boolean film, @Nullable String wanted) {
        for (Container container : values()) {
            if (isListed(container.types, type.toLowerCase(Locale.ROOT))) {
                return container.ending(film, wanted);
            }
        }
        return null;
    }

    private @Nullable String ending(boolean film, @Nullable String wanted) {
        String endings = film ? films : sounds;
        if (endings.isEmpty()) {
            return null;
        }
        return wanted != null && isListed(endings, wanted) ? wanted : endings.split(" ", -1)[0];
    }

    private static boolean isListed(String words, String word) {
        return (" " + words + " ").contains(" " + word + " ");
    }
}
