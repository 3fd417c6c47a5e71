package dev.parley.client;

import org.jspecify.annotations.Nullable;

/**
 * The server sent something that is no packet, is too big, or does not have the form it must have. Its {@link #code()} is {@code malformed}, {@code too_big},
 * {@code unexpected} or {@code mapping} (a content does not fit the type a listener wants).
 */
public final class MalformedDataException extends RealtimeException {

    private static final long serialVersionUID = 1;

    MalformedDataException(String code, String message, @Nullable Throwable cause) {
        super(code, message, cause);
    }
}
