package dev.parley.server.delivery;

import java.time.Duration;

/** Something could not be handed on. The text names neither whom it was for nor what it said. */
public final class DeliveryException extends Exception {

    private static final long serialVersionUID = 1;

    /** Whether another try may help. */
    private enum Kind {
        PASSING,
        LASTING,
        GONE
    }

    private final Kind kind;
    private final Duration retryAfter;

    private DeliveryException(String message, Kind kind, Duration retryAfter) {
        super(message, null, false, false);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    /** It may succeed later. */
    public static DeliveryException passing(String message) {
        return passing(message, Duration.ZERO);
    }

    /**
     * It may succeed later.
     *
     * @param retryAfter how long the receiver wants to be left alone
     */
    public static DeliveryException passing(String message, Duration retryAfter) {
        return new DeliveryException(message, Kind.PASSING, retryAfter);
    }

    /** Trying again would not help. */
    public static DeliveryException lasting(String message) {
        return new DeliveryException(message, Kind.LASTING, Duration.ZERO);
    }

    /** Trying again would not help, now or ever: the receiver is no more. */
    public static DeliveryException gone(String message) {
        return new DeliveryException(message, Kind.GONE, Duration.ZERO);
    }

    /** Whether trying again would not help. */
    public boolean isLasting() {
        return kind != Kind.PASSING;
    }

    /** Whether the receiver is no more. */
    public boolean isGone() {
        return kind == Kind.GONE;
    }

    /** How long the receiver wants to be left alone; zero if it did not say. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
