package dev.parley.admin;

/** A JSON text that is not what it should be. The message names members and no content. */
final class MalformedJson extends RuntimeException {

    private static final long serialVersionUID = 1;

    MalformedJson(String message) {
        super(message);
    }
}
