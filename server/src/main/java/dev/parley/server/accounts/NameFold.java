package dev.parley.server.accounts;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Set;

/** Names without what a search does not care about: upper and lower case, and the several ways to write one accented letter. */
final class NameFold {

    private static final int GRAM = 3;

    private NameFold() {}

    /** Each character alone, so that the fold of a part is a part of the fold (of a final sigma, too). */
    static String fold(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        Normalizer.normalize(name, Normalizer.Form.NFC)
                .codePoints()
                .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
                .forEach(folded::appendCodePoint);
        return folded.toString();
    }

    /** Each three characters in a row, none of them half a surrogate pair; none of a shorter text. */
    static Set<String> grams(String folded) {
        int[] points = folded.codePoints().toArray();
        Set<String> grams = new LinkedHashSet<>();
        for (int i = 0; i + GRAM <= points.length; i++) {
            grams.add(new String(points, i, GRAM));
        }
        return grams;
    }
}
