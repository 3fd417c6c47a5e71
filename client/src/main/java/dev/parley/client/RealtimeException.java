package dev.parley.client;

import org.jspecify.annotations.Nullable;

/**
 * Something that the client asked for did not happen, or is not known to have happened. Futures fail with a subclass that says which, and the
 * listeners of {@link RealtimeClient#onError} get it. Messages name no keys, tokens or contents.
 */
public abstract sealed class RealtimeException extends RuntimeException
        permits RefusedException,
                NotSentException,
                OutcomeUnknownException,
                ConnectionException,
                MalformedDataException {

    private static final long serialVersionUID = 1;

    /** What went wrong, for programs. */
    private final String code;

    RealtimeException(String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /**
     * What went wrong, for programs.
     *
     * @return a word such as {@code invalid_client_key} or {@code buffer_full}
     */
    public String code() {
        return code;
    }
}
