package dev.parley.server.media;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a {@code Range} header asks for (RFC 9110, 14.2). */
sealed interface ByteRange {

    /** Everything: nothing was asked for, or several parts, or something that cannot be understood and so is ignored. */
    record Whole() implements ByteRange {}

    /**
     * A part.
     *
     * @param from first byte
     * @param to last byte
     */
    record Part(long from, long to) implements ByteRange {
        long count() {
            return to - from + 1;
        }
    }

    /** A part that does not exist. */
    record Unsatisfiable() implements ByteRange {}

    /** Numbers of more digits are no offsets into a file. */
    Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*", Pattern.CASE_INSENSITIVE);

    /** @param length of the whole, at least 1 */
    static ByteRange of(@Nullable String header, long length) {
        Matcher range = ONE.matcher(header == null ? "" : header);
        if (!range.matches()) {
            return new Whole();
        }
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? new Whole() : suffix(Long.parseLong(last), length);
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? length - 1 : Long.parseLong(last);
        if (to < from) {
            return last.isEmpty() ? new Unsatisfiable() : new Whole();
        }
        return from >= length ? new Unsatisfiable() : new Part(from, Math.min(to, length - 1));
    }

    private static ByteRange suffix(long count, long length) {
        return count == 0 ? new Unsatisfiable() : new Part(Math.max(0, length - count), length - 1);
    }
}
