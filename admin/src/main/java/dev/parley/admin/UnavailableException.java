package dev.parley.admin;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The server could not be reached, did not answer in time, or cannot work now (status 502, 503 or 504). Trying again later is likely to help. Where the
 * library could do so without doing things twice, it has.
 */
public final class UnavailableException extends ParleyException {

    private static final long serialVersionUID = 1;

    static final String NO_CONNECTION = "no_connection";

    /** 0 without an answer. */
    private final int status;

    /** For programs. */
    private final String code;

    /** Whether it may have been done. */
    private final boolean outcomeUnknown;

    /** Null if the server did not say. */
    private final @Nullable Duration retryAfter;

    private UnavailableException(
            String operation,
            String message,
            @Nullable Throwable cause,
            int status,
            String code,
            boolean outcomeUnknown,
            @Nullable Duration retryAfter) {
        super(operation, message, cause);
        this.status = status;
        this.code = code;
        this.outcomeUnknown = outcomeUnknown;
        this.retryAfter = retryAfter;
    }

    /** The request was not sent at all, for there is no connection. */
    static UnavailableException notSent(String operation, String message, Throwable cause) {
        return new UnavailableException(operation, message, cause, 0, NO_CONNECTION, false, null);
    }

    /** The request may have been sent and there is no answer. */
    static UnavailableException noAnswer(String operation, String message, String code, @Nullable Throwable cause) {
        return new UnavailableException(operation, message, cause, 0, code, true, null);
    }

    /** The server, or something before it, says that it cannot work now. */
    static UnavailableException answered(String operation, Problem problem, @Nullable Duration retryAfter) {
        return new UnavailableException(
                operation, problem.shown(), null, problem.status(), problem.code(), !problem.isOfParley(), retryAfter);
    }

    /**
     * The HTTP status.
     *
     * @return 502, 503 or 504; empty if there was no answer
     */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /**
     * What went wrong, for programs.
     *
     * @return {@code no_connection}, {@code connection_lost}, {@code timeout}, or the server's code such as {@code unavailable}; empty if the answer was
     *     no problem document, as with a proxy's page
     */
    public String code() {
        return code;
    }

    /**
     * Whether what was asked for may have been done all the same, in this try or in one before.
     *
     * @return false if it surely was not
     */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }

    /**
     * When to try again.
     *
     * @return how long to wait from the answer on; empty if the server did not say
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The same after an earlier try that may have done it. */
    UnavailableException withOutcomeUnknown() {
        if (outcomeUnknown) {
            return this;
        }
        String message = String.valueOf(getMessage()).substring(operation().length() + 2);
        return new UnavailableException(operation(), message, getCause(), status, code, true, retryAfter);
    }
}
