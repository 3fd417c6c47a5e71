package dev.parley.load;

import java.io.IOException;

/** A run that could not take place. The message is for the user: what was wrong and what to do. */
public final class LoadException extends IOException {
    private static final long serialVersionUID = 1L;

    LoadException(String message) {
        super(message);
    }
}
