package dev.parley.server.delivery;

import dev.parley.core.Clock;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** The header with which a server says when to come back (RFC 9110, 10.2.3). */
public final class RetryAfter {

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private RetryAfter() {}

    /** What an answer says: a number of seconds or a date. Empty if it says nothing that can be understood. */
    public static Optional<Duration> of(HttpResponse<?> answer, Clock clock) {
        return answer.headers().firstValue("Retry-After").flatMap(text -> parse(text.strip(), clock));
    }

    static Optional<Duration> parse(String text, Clock clock) {
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration left = Duration.between(Instant.ofEpochMilli(clock.millis()), then);
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
