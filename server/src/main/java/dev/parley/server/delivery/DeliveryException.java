package dev.parley.server.delivery;

/** A message could not be handed on. The text names neither whom it was for nor what it said. */
public final class DeliveryException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean lasting;

    private DeliveryException(String message, boolean lasting) {
        super(message, null, false, false);
        this.lasting = lasting;
    }

    /** It may succeed later. */
    static DeliveryException passing(String message) {
        return new DeliveryException(message, false);
    }

    /** Trying again would not help. */
    static DeliveryException lasting(String message) {
        return new DeliveryException(message, true);
    }

    /** Whether trying again would not help. */
    public boolean isLasting() {
        return lasting;
    }
}
