package dev.parley.server.push;

import dev.parley.protocol.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Texts that have to fit. */
public final class Shortened {

    private static final String ELLIPSIS = "\u2026";
    /** More never fits anywhere. */
    private static final int MOST = 4096;

    private Shortened() {}

    /**
     * The text, or as much of it as fits with an ellipsis behind it, cut between code points; null if not even that fits.
     *
     * @param fits whether a text fits; if it does, so does each of its beginnings
     */
    static @Nullable String of(String text, Predicate<String> fits) {
        if (text.length() <= MOST && fits.test(text)) {
            return text;
        }
        int least = 0;
        int most = text.codePointCount(0, Math.min(text.length(), MOST));
        if (!fits.test(ELLIPSIS)) {
            return null;
        }
        while (least < most) {
            int middle = (least + most + 1) >>> 1;
            if (fits.test(beginning(text, middle))) {
                least = middle;
            } else {
                most = middle - 1;
            }
        }
        return beginning(text, least);
    }

    /** A well-formed text, or as much of it as has at most so many bytes as JSON. */
    public static String asJson(String text, int bytes) {
        String shortened = of(
                wellFormed(text),
                candidate -> JsonText.quote(candidate).getBytes(StandardCharsets.UTF_8).length <= bytes);
        return shortened == null ? "" : shortened;
    }

    private static String beginning(String text, int codePoints) {
        return text.substring(0, text.offsetByCodePoints(0, codePoints)) + ELLIPSIS;
    }

    /** The text with a question mark for each half of a surrogate pair, which Google's JSON does not know. */
    static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
