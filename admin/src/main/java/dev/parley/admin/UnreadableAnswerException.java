package dev.parley.admin;

import org.jspecify.annotations.Nullable;

/**
 * The answer says that it went well and is not what a Parley server says: no JSON, something missing in it, or more bytes than
 * {@link ParleyAdmin.Builder#maxAnswerBytes} allows. What was asked for has probably been done. Look whether the address is right, and whether the
 * server is older than this library needs.
 */
public final class UnreadableAnswerException extends ParleyException {

    private static final long serialVersionUID = 1;

    UnreadableAnswerException(String operation, String message, @Nullable Throwable cause) {
        super(operation, message, cause);
    }
}
