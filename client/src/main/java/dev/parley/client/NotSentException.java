package dev.parley.client;

/**
 * A command never left the client and has no effect: it may safely be given again. Its {@link #code()} says why: {@code not_connected} ({@code
 * bufferMessages} is off), {@code buffer_full}, {@code dropped} (newer ones needed the room), {@code closed}, {@code payload_too_large}, or the code of the
 * refusal that ended the client's attempts to connect.
 */
public final class NotSentException extends RealtimeException {

    private static final long serialVersionUID = 1;

    NotSentException(String code, String message) {
        super(code, message, null);
    }
}
