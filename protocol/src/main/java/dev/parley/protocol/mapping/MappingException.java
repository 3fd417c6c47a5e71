package dev.parley.protocol.mapping;

import org.jspecify.annotations.Nullable;

/**
 * A value could not be written as a payload, or a payload could not be read as the wanted type. The message names types
 * and the place inside the value, as in {@code $.items[2]}, and never content.
 */
public final class MappingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception of one's own mapping.
     *
     * @param message what did not fit, where, and what to do; no content
     */
    public MappingException(String message) {
        super(message);
    }

    /**
     * An exception of one's own mapping with what caused it.
     *
     * @param message what did not fit, where, and what to do; no content
     * @param cause what caused it; null if nothing did
     */
    public MappingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
