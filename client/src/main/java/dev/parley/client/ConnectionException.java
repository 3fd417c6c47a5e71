package dev.parley.client;

import org.jspecify.annotations.Nullable;

/**
 * The server could not be reached, or the connection failed. Its {@link #code()} is {@code connect_failed}, {@code handshake_failed}, {@code timeout}, {@code
 * transport_error}, {@code closed_by_server} (with a reason), {@code ping_timeout}, {@code disconnected_by_server}, {@code closed} (by this side) or {@code http_error}; the cause is the network's exception, if there was one.
 */
public final class ConnectionException extends RealtimeException {

    private static final long serialVersionUID = 1;

    ConnectionException(String code, String message, @Nullable Throwable cause) {
        super(code, message, cause);
    }
}
