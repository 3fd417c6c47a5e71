package dev.parley.server.identity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name in which {@code *} stands for any characters, also none. Whoever chooses the name cannot make the comparison slow: it
 * takes time in proportion to the name's length, never more. Immutable.
 */
final class NamePattern {

    private static final String USER = "{user}";

    /** What stands between the stars, at least one piece. */
    private final List<String> pieces;
    /** For each piece that may be anywhere, where to go on after a mismatch (Knuth, Morris and Pratt). */
    private final List<int[]> borders;

    private NamePattern(List<String> pieces) {
        this.pieces = List.copyOf(pieces);
        this.borders = this.pieces.stream().map(NamePattern::borders).toList();
    }

    /** A pattern with stars only. */
    static NamePattern of(String pattern) {
        return new NamePattern(List.of(pattern.split("\\*", -1)));
    }

    /** Whether the pattern is for one user's own names. */
    static boolean isPersonal(String pattern) {
        return pattern.contains(USER);
    }

    /**
     * A pattern in which {@code {user}} stands for a user's id, to the letter.
     *
     * @param user null if there is none; the answer is null then if the pattern names one
     */
    static @Nullable NamePattern of(String pattern, @Nullable String user) {
        if (!isPersonal(pattern)) {
            return of(pattern);
        }
        if (user == null) {
            return null;
        }
        List<String> pieces = new ArrayList<>();
        for (String piece : pattern.split("\\*", -1)) {
            pieces.add(piece.replace(USER, user));
        }
        return new NamePattern(pieces);
    }

    /** A pattern for what is some user's own, whoever that is; null if the setting is not about that, or would be all names. */
    static @Nullable NamePattern ofAnyUser(String pattern) {
        String any = pattern.replace(USER, "*");
        boolean hasText = any.chars().anyMatch(c -> c != '*');
        return isPersonal(pattern) && hasText ? of(any) : null;
    }

    boolean matches(String name) {
        String first = pieces.getFirst();
        if (pieces.size() == 1) {
            return name.equals(first);
        }
        String last = pieces.getLast();
        int end = name.length() - last.length();
        if (end < first.length() || !name.startsWith(first) || !name.endsWith(last)) {
            return false;
        }
        // The first place for each piece leaves the most room for those behind it.
        int at = first.length();
        for (int i = 1; i < pieces.size() - 1 && at >= 0; i++) {
            at = behind(pieces.get(i), borders.get(i), name, at, end);
        }
        return at >= 0;
    }

    /** The index behind the first occurrence between {@code from} and {@code to}, or -1. */
    private static int behind(String piece, int[] border, String name, int from, int to) {
        int matched = 0;
        for (int i = from; matched < piece.length(); i++) {
            if (i == to) {
                return -1;
            }
            while (matched > 0 && name.charAt(i) != piece.charAt(matched)) {
                matched = border[matched - 1];
            }
            if (name.charAt(i) == piece.charAt(matched)) {
                matched++;
            }
            if (matched == piece.length()) {
                return i + 1;
            }
        }
        return from; // the piece between two stars side by side
    }

    /** For each beginning of the piece, the length of the longest shorter beginning it ends with. */
    private static int[] borders(String piece) {
        int[] border = new int[piece.length()];
        int length = 0;
        for (int i = 1; i < piece.length(); i++) {
            while (length > 0 && piece.charAt(i) != piece.charAt(length)) {
                length = border[length - 1];
            }
            if (piece.charAt(i) == piece.charAt(length)) {
                length++;
            }
            border[i] = length;
        }
        return border;
    }
}
