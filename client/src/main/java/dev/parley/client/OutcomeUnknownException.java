package dev.parley.client;

/**
 * A message was sent and the connection ended, or time ran out, before the server answered: it may have been delivered or not. The client does not send
 * it again by itself. Its code is {@code outcome_unknown}.
 */
public final class OutcomeUnknownException extends RealtimeException {

    private static final long serialVersionUID = 1;

    OutcomeUnknownException(String message) {
        super("outcome_unknown", message, null);
    }
}
