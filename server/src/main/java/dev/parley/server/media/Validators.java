package dev.parley.server.media;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * By what a client tells whether its copy is still right (RFC 9110, 8.8 and 13).
 *
 * @param tag with its quotes
 * @param modified seconds since 1970
 */
record Validators(String tag, long modified) {

    /** The form that RFC 9110 demands, with two digits for the day. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    static Validators of(long length, long modifiedMillis) {
        return new Validators(
                "\"" + Long.toHexString(length) + "-" + Long.toHexString(modifiedMillis) + "\"", modifiedMillis / 1000);
    }

    String lastModified() {
        return DATE.format(Instant.ofEpochSecond(modified).atZone(ZoneOffset.UTC));
    }

    /** Whether the client has it already. */
    boolean isUnchanged(HttpServerRequest request) {
        String tags = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (tags != null) {
            return hasTag(tags);
        }
        Long since = seconds(request.getHeader(HttpHeaders.IF_MODIFIED_SINCE));
        return since != null && modified <= since;
    }

    private boolean hasTag(String tags) {
        for (String one : tags.split(",", -1)) {
            String candidate = one.strip();
            if (candidate.equals("*") || candidate.equals(tag) || candidate.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }

    /** The range that counts: none if the client wants one of another version only. */
    @Nullable
    String range(HttpServerRequest request) {
        String of = request.getHeader("If-Range");
        if (of != null && !of.equals(tag)) {
            Long date = seconds(of);
            if (date == null || date != modified) {
                return null;
            }
        }
        return request.getHeader("Range");
    }

    private static @Nullable Long seconds(@Nullable String date) {
        if (date == null) {
            return null;
        }
        try {
            return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toEpochSecond();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
