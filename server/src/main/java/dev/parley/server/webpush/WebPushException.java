package dev.parley.server.webpush;

/** A browser cannot be subscribed. The message is for the client. */
public final class WebPushException extends RuntimeException {

    private static final long serialVersionUID = 1;

    WebPushException(String message) {
        super(message, null, false, false);
    }
}
