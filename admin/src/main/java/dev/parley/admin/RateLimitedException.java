package dev.parley.admin;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Too much was asked for (status 429): too many wrong keys from this address, too many messages under way, or too much to do.
 */
public final class RateLimitedException extends ApiException {

    private static final long serialVersionUID = 1;

    /** Null if the server did not say. */
    private final @Nullable Duration retryAfter;

    RateLimitedException(String operation, Problem problem, @Nullable Duration retryAfter) {
        super(operation, problem);
        this.retryAfter = retryAfter;
    }

    /**
     * When to try again.
     *
     * @return how long to wait from the answer on; empty if the server did not say
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
