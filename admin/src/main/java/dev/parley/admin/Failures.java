package dev.parley.admin;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Which exception stands for an answer that says no, or for none. */
final class Failures {

    private Failures() {}

    static ParleyException of(String operation, Answer answer, Instant now) {
        Problem problem = Problem.of(answer);
        return switch (answer.status()) {
            case 400, 413, 415, 422 -> new InvalidRequestException(operation, problem);
            case 401 -> new UnauthorizedException(operation, problem);
            case 403 -> new ForbiddenException(operation, problem);
            case 404 -> new NotFoundException(operation, problem);
            case 409 -> new ConflictException(operation, problem);
            case 429 -> new RateLimitedException(operation, problem, retryAfter(answer, now));
            case 502, 503, 504 -> UnavailableException.answered(operation, problem, retryAfter(answer, now));
            default -> new UnexpectedStatusException(operation, problem);
        };
    }

    static ParleyException of(String operation, Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof BoundedBody.TooLong) {
            return new UnreadableAnswerException(operation, String.valueOf(cause.getMessage()), cause);
        }
        if (isBeforeSending(cause)) {
            return UnavailableException.notSent(operation, "there is no connection to the server" + why(cause), cause);
        }
        if (cause instanceof HttpTimeoutException) {
            return UnavailableException.noAnswer(operation, "the server did not answer in time", "timeout", cause);
        }
        return UnavailableException.noAnswer(
                operation, "the connection ended before the answer was there" + why(cause), "connection_lost", cause);
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean wrapper = failure instanceof CompletionException || causedByTooLong(failure);
        return wrapper && cause != null ? unwrapped(cause) : failure;
    }

    private static boolean causedByTooLong(Throwable failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof BoundedBody.TooLong) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBeforeSending(Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof HttpConnectTimeoutException
                || failure instanceof UnknownHostException
                || failure instanceof UnresolvedAddressException
                || failure instanceof SSLHandshakeException;
    }

    private static String why(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? " (" + failure.getClass().getSimpleName() + ")" : " (" + message + ")";
    }

    /** Seconds, or a date (RFC 9110, 10.2.3). */
    private static @Nullable Duration retryAfter(Answer answer, Instant now) {
        Optional<String> header = answer.header("Retry-After").map(String::strip);
        if (header.isEmpty()) {
            return null;
        }
        String text = header.get();
        if (text.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
